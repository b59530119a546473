"""What may happen to an escalation: one table of transitions."""

from enum import StrEnum

from planning.errors import Blocker

FIRST_STAGE, LAST_STAGE = 1, 4
STAGES = range(FIRST_STAGE, LAST_STAGE + 1)


class EscalationKind(StrEnum):
    """What it is about."""

    DRIFT = "drift"
    DECISION = "decision"
    PLAN = "plan"


class State(StrEnum):
    """Where it stands. Open: an owner must answer; answered: the raiser must say what of it."""

    OPEN = "open"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    UNRESOLVED = "unresolved"


class Act(StrEnum):
    """What is done to it. By the clock: time out, and pass over an owner who cannot answer."""

    ANSWER = "answer"
    ACCEPT = "accept"
    MOVE_UP = "move_up"
    TIME_OUT = "time_out"
    PASS_OVER = "pass_over"  # noqa: S105 - a name, not a password
    WITHDRAW = "withdraw"


class Step(StrEnum):
    """What is kept of its course."""

    RAISED = "raised"
    ASKED = "asked"
    SKIPPED = "skipped"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    MOVED_UP = "moved_up"
    TIMED_OUT = "timed_out"
    PASSED_OVER = "passed_over"
    WITHDRAWN = "withdrawn"
    UNRESOLVED = "unresolved"


_ON = frozenset({State.OPEN, State.UNRESOLVED})
"""The next owner is asked, or after the last stage nobody."""

TRANSITIONS: dict[tuple[State, Act], frozenset[State]] = {
    (State.OPEN, Act.ANSWER): frozenset({State.ANSWERED}),
    (State.OPEN, Act.TIME_OUT): _ON,
    (State.OPEN, Act.PASS_OVER): _ON,
    (State.OPEN, Act.WITHDRAW): frozenset({State.WITHDRAWN}),
    (State.ANSWERED, Act.ACCEPT): frozenset({State.ACCEPTED}),
    (State.ANSWERED, Act.MOVE_UP): _ON,
    (State.ANSWERED, Act.WITHDRAW): frozenset({State.WITHDRAWN}),
}

_REFUSED = {
    State.OPEN: "Nobody has answered this escalation yet.",
    State.ANSWERED: "This escalation has been answered already.",
    State.ACCEPTED: "This escalation is over: its answer was accepted.",
    State.WITHDRAWN: "This escalation is over: it was withdrawn.",
    State.UNRESOLVED: "This escalation is over: it went to the partnership unresolved.",
}


def act_blockers(state: State, act: Act) -> list[Blocker]:
    """Why this cannot be done now."""
    return [] if (state, act) in TRANSITIONS else [Blocker(_REFUSED[state])]
