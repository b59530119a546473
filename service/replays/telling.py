"""A replay in words, for the terminal and for the page alike."""

from collections.abc import Iterable, Iterator

from planning.chains.rules import Alert
from planning.procedures.rules import Profile
from planning.replays.rules import COLUMNS, Fault, Replay, Share, Told, Turn
from service.pages.presenters.counts import count, figure
from service.pages.presenters.dates import day, short_day

MOST_SHOWN = 40
_ALERTS = {Alert.AMBER: "amber", Alert.RED: "red"}
_UNCERTAIN = "their chains may be longer than shown"


def fault_lines(faults: Iterable[Fault]) -> Iterator[str]:
    """Each fault with its line."""
    for fault in faults:
        yield f"line {fault.line}: {fault.message}" if fault.line else fault.message


def text_of(replay: Replay) -> Iterator[str]:
    """The whole replay, line by line; long lists are cut, and say so."""
    yield f"What would have been flagged up to {day(replay.as_of)}"
    yield ""
    yield from (f"  {words:<58} {figures}" for words, figures in figures_of(replay))
    for heading, counted in breakdowns_of(replay):
        yield from ["", heading, *(f"  {words:<58} {times:,}" for words, times in counted)]
    yield from _listed("Chains that turned red, oldest first", map(_chain_lines, replay.red))
    yield from _listed("Chains that turned amber only", map(_chain_lines, replay.amber))
    flags = ([f"  line {flag.line}: {flag.message}"] for flag in replay.flags)
    yield from _listed("To look at: counted as the file says it", flags)
    yield from ["", *notes_of(replay)]


def figures_of(replay: Replay) -> list[tuple[str, str]]:
    """The figures with their words."""
    found = replay.totals
    return [
        ("Meetings, counted for each child", f"{found.meetings:,}"),
        ("Children", f"{found.children:,}"),
        ("Chains of meetings", f"{found.chains:,}"),
        ("Chains that would have turned amber, red or both", f"{found.amber_or_red:,}"),
        ("Chains that would have turned red", f"{found.red:,}"),
        ("Chains still without a decision", f"{found.undecided:,}"),
        ("Meetings that repeat one without a decision", share(found.repeats)),
        ("Chains with 2 or more in a row without a decision", f"{found.two_undecided:,}"),
        ("Chains with 3 or more in a row without a decision", f"{found.three_undecided:,}"),
        ("Working days to the first decision, median", _days(found.median_days)),
        ("Working days to the first decision, 9 in 10 chains", _days(found.ninetieth_days)),
        ("Agency-hours in meetings", _hours(found.agency_hours, found.hours_known)),
        (
            "Agency-hours in meetings without a decision",
            _hours(found.undecided_agency_hours, found.hours_known),
        ),
        ("Convened in time", share(found.convened_in_time)),
        ("Minutes approved in time", share(found.minutes_in_time)),
        ("Conferences in time, from the start of the enquiry", share(found.conferences_in_time)),
        ("The same, if counted from the latest meeting", share(found.conferences_by_last_meeting)),
    ]


def breakdowns_of(replay: Replay) -> list[tuple[str, list[tuple[str, int]]]]:
    """Why nothing was decided, and who stayed away, with the headings; only what was told."""
    totals = replay.totals
    found = [
        ("Why nothing was decided", totals.reasons),
        ("Agencies that stayed away", totals.absences),
    ]
    return [(heading, counted[:MOST_SHOWN]) for heading, counted in found if counted]


def share(found: Share) -> str:
    """“12 of 40 (30%)”, or that the file does not say."""
    if not found.of:
        return "the file does not say"
    return f"{found.count:,} of {found.of:,} ({100 * found.count / found.of:.0f}%)"


def turned(turn: Turn) -> str:
    """“red on Tuesday 3 February 2026: 3 meetings in a row without a decision”."""
    why = " ".join(turn.why).removesuffix(".")
    return f"{_ALERTS[turn.alert]} on {day(turn.on)}: {why}"


def now_of(told: Told) -> str:
    """How the chain stands on the last day."""
    course = told.course
    if course.undecided_since:
        return f"still without a decision since {short_day(course.undecided_since)}"
    return f"first decided on {short_day(told.decided_on)}" if told.decided_on else "handed over"


def notes_of(replay: Replay) -> list[str]:
    """What the reader must know of the figures."""
    notes = []
    if replay.later:
        notes.append(f"{count(replay.later, 'meeting')} held after that day are left out.")
    if replay.torn:
        children = count(len(replay.torn), "child", "children")
        notes.append(f"Rows of {children} were left out; {_UNCERTAIN}.")
    notes.append("Nothing was stored. Working days are those of England.")
    return notes


def columns_text(profile: Profile) -> Iterator[str]:
    """Every column with what it holds, and the codes."""
    yield "The first line names the columns, in any order. * must be there."
    yield ""
    for column in COLUMNS:
        yield f"  {'*' if column.required else ' '} {column.field:<20} {column.says}"
        yield f"    {'':<20} Also: {', '.join(column.also)}."
    for heading, codes in (
        ("Outcomes", profile.outcomes),
        ("Reasons", profile.no_decision_reasons),
        ("Types", {kind: rules.words for kind, rules in profile.kinds.items()}),
    ):
        yield from ["", heading, *(f"    {code:<32} {words}" for code, words in codes.items())]


def _listed(heading: str, items: Iterable[list[str]]) -> Iterator[str]:
    shown = list(items)
    if not shown:
        return
    yield from ["", f"{heading} ({len(shown):,})"]
    for lines in shown[:MOST_SHOWN]:
        yield from lines
    if len(shown) > MOST_SHOWN:
        yield f"  … and {len(shown) - MOST_SHOWN:,} more: --csv and --html list every one."


def _chain_lines(told: Told) -> list[str]:
    return [
        f"  {name_of(told)}: {count(len(told.history.met), 'meeting')}, {now_of(told)}",
        *(f"      {turned(turn)}" for turn in told.course.turns),
    ]


def name_of(told: Told) -> str:
    """The child's reference, with the team that holds the child."""
    return f"{told.history.child} ({told.team})" if told.team else told.history.child


def _days(days: int | None) -> str:
    return "no decision yet" if days is None else figure(days)


def _hours(hours: float, known: Share) -> str:
    if not known.count:
        return "the file does not say"
    part = "" if known.count == known.of else f", known of {known.count:,} of {known.of:,} meetings"
    return f"{figure(hours)}{part}"
