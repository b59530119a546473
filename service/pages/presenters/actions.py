"""Actions in words: whose, by when, how often carried, and all that happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planning.meetings.queries import (
    ActionSeen,
    ActionsOut,
    CarriedOften,
    EarlierAction,
    ListedAction,
    TrailSeen,
)
from planning.meetings.rules.action import ActionAct, Ended
from planning.meetings.rules.minutes import ActionLine
from service.pages.presenters.counts import count
from service.pages.presenters.dates import Deadline, deadline, short_day, short_moment
from service.pages.presenters.tags import Tag

UNSAID = "Nobody said how we will know that it is done"
_HEADINGS = {
    ActionAct.ADDED: "Written at the meeting",
    ActionAct.CHANGED: "Changed at the meeting",
    ActionAct.GIVEN: "Given when the meeting closed",
    ActionAct.NOTED: "Progress",
    ActionAct.HANDED_OVER: "Handed over",
    ActionAct.DUE_MOVED: "Another due date agreed",
    ActionAct.DONE: "Done",
    ActionAct.CARRIED: "Carried over to a later meeting",
    ActionAct.WITHDRAWN: "Withdrawn",
    ActionAct.REMOVED: "Removed",
}
_TONES = {ActionAct.DONE: "green", ActionAct.DUE_MOVED: "amber", ActionAct.CARRIED: "amber"}
_ENDED = {
    Ended.DONE: Tag("Done", "green"),
    Ended.CARRIED: Tag("Carried over", "blue"),
    Ended.WITHDRAWN: Tag("Withdrawn", "grey"),
    Ended.REMOVED: Tag("Removed", "grey"),
}


@dataclass(frozen=True, slots=True)
class ActionItem:
    """A line of a list of actions; `done` says when, of one that is done."""

    text: str
    href: str
    about: str
    owner: str
    due: Deadline
    carried: Tag | None
    done: str


@dataclass(frozen=True, slots=True)
class TrailItem:
    """One thing that happened."""

    title: str
    when: str
    tone: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class WrittenAction:
    """An action on the pages of its meeting; `href` changes it while the meeting runs."""

    what: str
    test: str
    who: str
    due: str
    carried: Tag | None
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class EarlierItem:
    """An open action of an earlier meeting."""

    id: str
    what: str
    child: str
    who: str
    due: Deadline
    carried: Tag | None
    taken_along: str


def carried_words(times: int) -> str:
    """Carried over twice."""
    return f"Carried over {_times(times)}" if times else ""


def carried_tag(times: int, *, often: bool) -> Tag | None:
    """How often it was carried over; amber when the procedures find it remarkable."""
    return Tag(carried_words(times), "amber" if often else "grey") if times else None


def action_item(found: ListedAction, today: date, closed: frozenset[date]) -> ActionItem:
    """A line of a personal or an agency list."""
    done = found.done_on and short_day(found.done_on)
    return ActionItem(
        text=found.what,
        href=f"/actions/{found.id}",
        about=_about(found.child_name, found.meeting_reference),
        owner=found.owner_name,
        due=deadline(found.due_on, today, closed),
        carried=carried_tag(found.times_carried, often=found.carried_often),
        done=done or (short_moment(found.ended_at) if found.ended_at else ""),
    )


def action_tag(seen: ActionSeen) -> Tag:
    """Late, open, or how it ended."""
    if seen.ended:
        return _ENDED[seen.ended]
    return Tag("Late", "red") if seen.late else Tag("Open", "blue")


def action_rows(seen: ActionSeen) -> list[tuple[str, str]]:
    """What the action is, less what its page shows above."""
    rows = [
        ("How we will know", seen.success_test or UNSAID),
        ("Who", f"{seen.owner_name}, {seen.agency_name}"),
        ("Carried over", carried_words(seen.times_carried)),
        ("What was done", seen.ended_note if seen.ended is Ended.DONE else ""),
        ("Done on", short_day(seen.done_on) if seen.done_on else ""),
        ("Why it was withdrawn", seen.ended_note if seen.ended is Ended.WITHDRAWN else ""),
    ]
    return [(label, text) for label, text in rows if text]


def out_words(out: ActionsOut) -> str:
    """When decisions and actions went out, and whether that was in time."""
    kept = "in time" if out.in_time else f"late: they were due by {short_day(out.due_on)}"
    return f"Decisions and actions went out on {short_moment(out.sent_at)}, {kept}."


def trail(lines: Sequence[TrailSeen]) -> list[TrailItem]:
    """What happened, in order."""
    return [
        TrailItem(
            title=_HEADINGS[line.act],
            when=f"{short_moment(line.at)}, by {line.by_name}",
            tone=_TONES.get(line.act, ""),
            lines=[text for text in (line.note, _due_words(line), _owner_words(line)) if text],
        )
        for line in lines
    ]


def written(line: ActionLine, href: str = "") -> WrittenAction:
    """An action as its meeting's pages show it."""
    return WrittenAction(
        what=line.what,
        test=line.success_test,
        who=f"{line.owner_name}, {line.owner_agency_name}",
        due=short_day(line.due_on),
        carried=carried_tag(line.times_carried, often=line.carried_often),
        state="Done" if line.done_at else "Open",
        href=href,
    )


def earlier(found: EarlierAction, child: str, today: date, closed: frozenset[date]) -> EarlierItem:
    """An open action of an earlier meeting as the one that runs shows it."""
    return EarlierItem(
        id=str(found.id),
        what=found.what,
        child=child,
        who=f"{found.owner_name}, {found.owner_agency_name}",
        due=deadline(found.due_on, today, closed),
        carried=carried_tag(found.times_carried, often=found.carried_often),
        taken_along="Carried over when this meeting closes" if found.carried_to_id else "",
    )


def carried_sentence(carried: CarriedOften) -> str:
    """2 open actions were carried over twice or more; nothing when there is none."""
    if not carried.actions:
        return ""
    verb = "was" if carried.actions == 1 else "were"
    often = f" {_times(carried.times)} or more" if carried.times > 1 else ""
    return f"{count(carried.actions, 'open action')} {verb} carried over{often}."


def _about(child: str | None, reference: str | None) -> str:
    whom = f"For {child}" if child else "For the whole meeting"
    return f"{whom}, meeting {reference}" if reference else whom


def _times(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def _due_words(line: TrailSeen) -> str:
    if line.old_due_on == line.new_due_on or not line.old_due_on or not line.new_due_on:
        return ""
    return f"Due {short_day(line.new_due_on)}, before {short_day(line.old_due_on)}"


def _owner_words(line: TrailSeen) -> str:
    if line.old_owner_name == line.new_owner_name:
        return ""
    return f"From {line.old_owner_name} to {line.new_owner_name}"
