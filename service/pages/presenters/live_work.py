"""What waits for a person of operations that are live, and of what the partnership was told."""

from datetime import datetime

from planning.go_live.queries import Duty, LiveDuty
from service.pages.presenters.dates import Deadline, moment
from service.pages.presenters.work import WorkLine

_TEXTS = {
    Duty.CONFIRM: "Confirm that {} went live without sign-off",
    Duty.LOOK_BACK: "Look back at how {} went live without sign-off",
    Duty.ACKNOWLEDGE: "See what you were told of {}",
}
_PLACES = {
    Duty.CONFIRM: "/operations/{}/confirm-go-live",
    Duty.LOOK_BACK: "/operations/{}/review-go-live",
    Duty.ACKNOWLEDGE: "/operations/{}/notices",
}
_ABOUT = {
    Duty.CONFIRM: "Somebody of another agency than the first person’s has to stand behind it.",
    Duty.LOOK_BACK: "It cannot be closed before somebody of another agency has looked back.",
    Duty.ACKNOWLEDGE: "Everybody in the operation sees that you know.",
}


def live_duty(found: LiveDuty, now: datetime) -> WorkLine:
    """One duty, by when or since when."""
    due = found.due_at
    return WorkLine(
        text=_TEXTS[found.duty].format(found.operation_name),
        href=_PLACES[found.duty].format(found.operation_id),
        about=_ABOUT[found.duty],
        due=Deadline(moment(due), "late" if due < now else "at the latest", late=due < now)
        if due
        else Deadline(moment(found.since), "since then", late=False),
    )
