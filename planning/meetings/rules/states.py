"""The states of a meeting and the one table of its legal transitions."""

from enum import StrEnum

from planning.errors import Blocker


class MeetingState(StrEnum):
    """Where a meeting stands."""

    CONVENED = "convened"
    CLOSED = "closed"
    IN_CORRECTION = "in_correction"
    FINAL = "final"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What people do to a meeting."""

    ANSWER = "answer"
    RESCHEDULE = "reschedule"
    ARRANGE = "arrange"
    RECORD = "record"
    CANCEL = "cancel"
    CLOSE = "close"
    APPROVE = "approve"
    ASK_CORRECTION = "ask for a correction"
    ANSWER_CORRECTION = "answer a correction"
    ACKNOWLEDGE = "acknowledge"
    FINISH = "make final"
    ADD_ADDENDUM = "add an addendum"


TRANSITIONS: dict[tuple[MeetingState, Act], MeetingState] = {
    (MeetingState.CONVENED, Act.ANSWER): MeetingState.CONVENED,
    (MeetingState.CONVENED, Act.RESCHEDULE): MeetingState.CONVENED,
    (MeetingState.CONVENED, Act.ARRANGE): MeetingState.CONVENED,
    (MeetingState.CONVENED, Act.RECORD): MeetingState.CONVENED,
    (MeetingState.CONVENED, Act.CANCEL): MeetingState.CANCELLED,
    (MeetingState.CONVENED, Act.CLOSE): MeetingState.CLOSED,
    (MeetingState.CLOSED, Act.APPROVE): MeetingState.IN_CORRECTION,
    (MeetingState.IN_CORRECTION, Act.ASK_CORRECTION): MeetingState.IN_CORRECTION,
    (MeetingState.IN_CORRECTION, Act.ANSWER_CORRECTION): MeetingState.IN_CORRECTION,
    (MeetingState.IN_CORRECTION, Act.ACKNOWLEDGE): MeetingState.IN_CORRECTION,
    (MeetingState.IN_CORRECTION, Act.FINISH): MeetingState.FINAL,
    (MeetingState.FINAL, Act.ACKNOWLEDGE): MeetingState.FINAL,
    (MeetingState.FINAL, Act.ADD_ADDENDUM): MeetingState.FINAL,
}
"""Every act that a state allows, and the state that follows. Anything else is refused."""

APPROVED = frozenset({MeetingState.IN_CORRECTION, MeetingState.FINAL})
"""States in which attendees read the minutes."""

_REFUSALS = {
    MeetingState.CONVENED: "This meeting is not closed yet.",
    MeetingState.CLOSED: "This meeting is closed already.",
    MeetingState.IN_CORRECTION: "The minutes of this meeting are approved already.",
    MeetingState.FINAL: "The minutes of this meeting are final.",
    MeetingState.CANCELLED: "This meeting was cancelled.",
}
_BETTER = {
    (MeetingState.CLOSED, Act.ASK_CORRECTION): "The minutes are not approved yet.",
    (MeetingState.CLOSED, Act.ANSWER_CORRECTION): "The minutes are not approved yet.",
    (MeetingState.CLOSED, Act.ACKNOWLEDGE): "The minutes are not approved yet.",
    (MeetingState.CLOSED, Act.FINISH): "Approve the minutes first.",
    (MeetingState.CLOSED, Act.ADD_ADDENDUM): "The minutes are not approved yet.",
    (
        MeetingState.IN_CORRECTION,
        Act.ADD_ADDENDUM,
    ): "The minutes can still be corrected. An addendum is for final minutes.",
    (
        MeetingState.FINAL,
        Act.ASK_CORRECTION,
    ): "The minutes are final and can no longer be corrected. Ask the chair for an addendum.",
    (
        MeetingState.FINAL,
        Act.ANSWER_CORRECTION,
    ): "The minutes are final. To complete them, write an addendum.",
}
"""Where the state alone does not say what to do instead."""


def state_blockers(state: MeetingState, act: Act) -> list[Blocker]:
    """Why a meeting in this state does not allow the act."""
    if (state, act) in TRANSITIONS:
        return []
    return [Blocker(_BETTER.get((state, act), _REFUSALS[state]))]


def diagram() -> str:
    """The table as a Mermaid state diagram, for the page beside it."""
    left = {old for (old, _), new in TRANSITIONS.items() if old is not new}
    last = [state for state in MeetingState if state not in left]
    lines = [
        "stateDiagram-v2",
        f"    [*] --> {MeetingState.CONVENED}",
        *(f"    {old} --> {new}: {act}" for (old, act), new in TRANSITIONS.items()),
        *(f"    {state} --> [*]" for state in last),
    ]
    return "\n".join(lines) + "\n"
