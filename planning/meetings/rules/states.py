"""The states of a meeting and the one table of its legal transitions."""

from enum import StrEnum

from planning.errors import Blocker


class MeetingState(StrEnum):
    """Where a meeting stands."""

    CONVENED = "convened"
    CLOSED = "closed"
    MINUTES_APPROVED = "minutes_approved"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What people do to a meeting."""

    ANSWER = "answer"
    RESCHEDULE = "reschedule"
    RECORD = "record"
    CANCEL = "cancel"
    CLOSE = "close"
    APPROVE = "approve"


TRANSITIONS: dict[tuple[MeetingState, Act], MeetingState] = {
    (MeetingState.CONVENED, Act.ANSWER): MeetingState.CONVENED,
    (MeetingState.CONVENED, Act.RESCHEDULE): MeetingState.CONVENED,
    (MeetingState.CONVENED, Act.RECORD): MeetingState.CONVENED,
    (MeetingState.CONVENED, Act.CANCEL): MeetingState.CANCELLED,
    (MeetingState.CONVENED, Act.CLOSE): MeetingState.CLOSED,
    (MeetingState.CLOSED, Act.APPROVE): MeetingState.MINUTES_APPROVED,
}
"""Every act that a state allows, and the state that follows. Anything else is refused."""

_REFUSALS = {
    MeetingState.CONVENED: "This meeting is not closed yet.",
    MeetingState.CLOSED: "This meeting is closed already.",
    MeetingState.MINUTES_APPROVED: "The minutes of this meeting are approved already.",
    MeetingState.CANCELLED: "This meeting was cancelled.",
}


def state_blockers(state: MeetingState, act: Act) -> list[Blocker]:
    """Why a meeting in this state does not allow the act."""
    return [] if (state, act) in TRANSITIONS else [Blocker(_REFUSALS[state])]
