"""The clocks of a concern in words: what is due, counted from what, and who moved it why."""

from dataclasses import dataclass
from datetime import date, datetime

from planning import clock
from planning.chains.queries import ChainSeen
from planning.chains.rules import Clock, ClockKind, ClockMet, ClockMove
from service.pages.presenters.counts import count
from service.pages.presenters.dates import Deadline, day, short_day, short_moment
from service.pages.presenters.moments import limit

CLOCK_WORDS = {
    ClockKind.CONFERENCE: "Child protection conference",
    ClockKind.ASSESSMENT: "Assessment",
    ClockKind.FULL_MEETING: "Meeting in a room or by video",
    ClockKind.NO_QUORUM_FOLLOW_UP: "Follow-up of a meeting without quorum",
}
_MET_WORDS = {ClockKind.CONFERENCE: "held", ClockKind.ASSESSMENT: "completed"}
_ANCHOR_WORDS = {
    ClockKind.CONFERENCE: "the meeting that started section 47",
    ClockKind.ASSESSMENT: "the referral",
    ClockKind.FULL_MEETING: "the discussion by phone alone",
    ClockKind.NO_QUORUM_FOLLOW_UP: "the meeting without quorum",
}


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One clock: `so_far` is its count and the date that it is counted from."""

    kind: str
    name: str
    due: Deadline
    so_far: str
    moves: list[str]
    met: str


@dataclass(frozen=True, slots=True)
class MetShown:
    """What was due and took place, in a sentence."""

    kind: str
    name: str
    told: str
    late: bool


@dataclass(frozen=True, slots=True)
class ClocksShown:
    """All that run, what took place, the count since the first meeting, and moves of the others."""

    running: list[ClockShown]
    met: list[MetShown]
    first: str
    past_moves: list[str]


def clocks(chain: ChainSeen, now: datetime, closed: frozenset[date]) -> ClocksShown:
    """The clocks beside the working days since the first meeting."""
    own = [move for running in chain.clocks for move in running.moves]
    return ClocksShown(
        running=[clock_shown(running, now, closed) for running in chain.clocks],
        met=[met_shown(one) for one in chain.clocks_met],
        first=_since_first(chain),
        past_moves=[
            f"{CLOCK_WORDS[move.clock]}, {_move_words(move)}"
            for move in chain.clock_moves
            if move not in own
        ],
    )


def clock_shown(running: Clock, now: datetime, closed: frozenset[date]) -> ClockShown:
    """One clock in words."""
    days = count(running.working_days, "working day")
    return ClockShown(
        kind=running.kind,
        name=CLOCK_WORDS[running.kind],
        due=limit(running.due_at, now, closed),
        so_far=f"{days} since {_ANCHOR_WORDS[running.kind]}, on {day(running.anchor_on)}.",
        moves=[f"The date was {_move_words(move)}" for move in running.moves],
        met=_MET_WORDS.get(running.kind, ""),
    )


def met_shown(met: ClockMet) -> MetShown:
    """What took place: when, against which date, and who says so."""
    late = met.met_on > met.due_on
    told = (
        f"{_MET_WORDS[met.clock].capitalize()} on {day(met.met_on)},"
        f" {'late' if late else 'in time'}: it was due by {short_day(met.due_on)}."
        f" Recorded by {met.recorded_by_name}, {short_moment(met.recorded_at)}."
    )
    return MetShown(met.clock, CLOCK_WORDS[met.clock], told, late)


def _since_first(chain: ChainSeen) -> str:
    if chain.state.days_since_first is None:
        return ""
    days = count(chain.state.days_since_first, "working day")
    return f"{days} since the first meeting, on {day(clock.london_date(chain.entries[0].held_at))}."


def _move_words(move: ClockMove) -> str:
    return (
        f"moved from {short_day(move.old_due_on)} to {short_day(move.new_due_on)}"
        f" by {move.moved_by_name}, {short_moment(move.moved_at)}: {move.reason}"
    )
