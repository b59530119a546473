"""A replay as a table, one row for each chain, whatever its colour."""

from collections.abc import Iterator

from planning.chains.rules import Alert
from planning.replays.rules import Replay, Told, Turn
from service.web.csv import Cell

HEADING = (
    "child", "team", "first meeting", "last meeting", "meetings", "most in a row undecided",
    "first decision", "working days to first decision", "amber on", "amber because", "red on",
    "red because", "undecided in a row now", "undecided since", "alert now", "lines", "to look at",
)  # fmt: skip


def rows_of(replay: Replay) -> Iterator[tuple[Cell, ...]]:
    """In the order in which the file names the children."""
    return map(_row, replay.chains)


def _row(told: Told) -> tuple[Cell, ...]:
    history, course = told.history, told.course
    return (
        history.child,
        told.team,
        history.met[0].held_on,
        history.met[-1].held_on,
        len(history.met),
        course.longest_run,
        told.decided_on,
        told.days_to_decision,
        *_turn(course.first(Alert.AMBER)),
        *_turn(course.first(Alert.RED)),
        course.run,
        course.undecided_since,
        course.alert,
        " ".join(str(met.line) for met in history.met),
        " ".join(f"Line {flag.line}: {flag.message}" for flag in history.flags),
    )


def _turn(turn: Turn | None) -> tuple[Cell, Cell]:
    return (turn.on, " ".join(turn.why)) if turn else (None, None)
