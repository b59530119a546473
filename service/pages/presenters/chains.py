"""A concern's chain in words: what it amounts to, why it is loud, meeting by meeting."""

from dataclasses import dataclass
from datetime import date

from planning.chains.queries import ChainSeen, EntrySeen
from planning.chains.queries.handing import HandOverSeen
from planning.chains.rules import Alert, Chain, HandOver
from planning.concerns.queries import ConcernSeen
from planning.procedures.rules import HANDED_OVER, Outcome
from service.pages.presenters.counts import count, figure, listed
from service.pages.presenters.dates import Deadline, deadline, moment, recorded_late, short_day
from service.pages.presenters.handing import UNNAMED, WasLine, receiver_lines, was_lines
from service.pages.presenters.stats import Stat
from service.pages.presenters.tags import Tag

_TONES = {Alert.RED: "red", Alert.AMBER: "amber", Alert.NONE: ""}


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One meeting of the time line; `href` is empty for who was not in it."""

    title: str
    when: str
    tag: Tag
    tone: str
    href: str
    lines: list[str]
    was: list[WasLine]
    correct_href: str


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """One child in the list."""

    name: str
    href: str
    reference: str
    words: str
    tag: Tag
    next_date: str


def concern_line(concern: ConcernSeen, state: Chain) -> ConcernLine:
    """One child in the list, with the state of the chain today."""
    return ConcernLine(
        name=concern.child_name,
        href=f"/concerns/{concern.id}",
        reference=concern.reference,
        words=chain_words(state),
        tag=Tag("Closed", "grey") if concern.closed_at else chain_tag(state),
        next_date=short_day(state.next_on) if state.next_on else "None set",
    )


def chain_tag(state: Chain) -> Tag:
    """How a chain stands."""
    if state.alert is Alert.RED:
        return Tag("Red alert", "red")
    if state.alert is Alert.AMBER:
        return Tag("At risk", "amber")
    if state.run:
        return Tag("Undecided", "blue")
    if state.handed_over_on:
        return Tag("Handed over", "blue")
    return Tag("Decided", "green") if state.meetings else Tag("No meeting yet", "grey")


def chain_words(state: Chain) -> str:
    """3 meetings, 14 working days, no decision."""
    if not state.meetings:
        return "No meeting has been held"
    if not state.run and state.refused:
        return f"{count(state.meetings, 'meeting')}, {refused_words(state.refused)}"
    if not state.run:
        stands = "waits for the receiver’s answer" if state.handed_over_on else "decided"
        return f"{count(state.meetings, 'meeting')}, {stands}"
    days = count(state.days_undecided or 0, "working day")
    words = f"{count(state.run, 'meeting')}, {days}, no decision"
    return f"{words}; {refused_words(state.refused)}" if state.refused else words


def refused_words(refused: HandOver) -> str:
    """What a refusal leaves to be done."""
    on = f" on {short_day(refused.answered_on)}" if refused.answered_on else ""
    return f"refused by {refused.receiver or UNNAMED}{on}: convene the next meeting"


def chain_stats(state: Chain, today: date) -> list[Stat]:
    """The numbers at the head of a chain's page."""
    on = f"on {short_day(today)}"
    tone = _TONES[state.alert]
    if not state.meetings:
        return []
    held = Stat("held for this child", figure(state.meetings), _unit(state.meetings, "meeting"))
    if not state.run:
        return [held, *_since_first(state, on)]
    days = state.days_undecided or 0
    return [
        Stat("without a decision", figure(state.run), _unit(state.run, "meeting"), "", tone),
        Stat("without a decision", figure(days), _unit(days, "working day"), on, tone),
        *_since_first(state, on),
    ]


def timeline(chain: ChainSeen) -> list[TimelineLine]:
    """The meetings, the latest first."""
    return [_line(entry, chain) for entry in reversed(chain.entries)]


def next_date(state: Chain, today: date, closed: frozenset[date]) -> Deadline | None:
    """The date set for the next meeting of an undecided child."""
    return deadline(state.next_on, today, closed) if state.next_on else None


def outcome_tag(outcome: Outcome) -> Tag:
    """An adjournment is no decision; a hand-over waits for others."""
    if outcome is Outcome.ADJOURNED:
        return Tag("No decision", "amber")
    return Tag("Handed over", "blue") if outcome in HANDED_OVER else Tag("Decided", "green")


def _since_first(state: Chain, on: str) -> list[Stat]:
    if state.days_since_first is None:
        return []
    days = state.days_since_first
    return [Stat("since the first meeting", figure(days), _unit(days, "working day"), on)]


def _unit(number: int, singular: str) -> str:
    return count(number, singular).split(" ", 1)[1]


def _line(entry: EntrySeen, chain: ChainSeen) -> TimelineLine:
    tag = outcome_tag(entry.outcome)
    return TimelineLine(
        title=entry.outcome_words,
        when=moment(entry.held_at),
        tag=tag,
        tone={"blue": ""}.get(tag.tone, tag.tone),
        href=f"/meetings/{entry.meeting_id}" if entry.meeting_reference else "",
        lines=[
            *_reason_lines(entry),
            *receiver_lines(_hand_over(entry, chain)),
            *_date_lines(entry),
            *_agency_lines(entry),
            *_late_lines(entry),
        ],
        was=was_lines([one for one in chain.corrections if one.entry_id == entry.id]),
        correct_href=(
            f"/concerns/{chain.concern.id}/entries/{entry.id}/correct" if entry.may_correct else ""
        ),
    )


def _hand_over(entry: EntrySeen, chain: ChainSeen) -> HandOverSeen | None:
    return next((one for one in chain.hand_overs if one.entry_id == entry.id), None)


def _reason_lines(entry: EntrySeen) -> list[str]:
    if not entry.reason_words:
        return []
    owed = f", owed by {entry.reason_agency_name}" if entry.reason_agency_name else ""
    by = f" Authorised by {entry.authorised_by_name}." if entry.authorised_by_name else ""
    return [f"Reason: {entry.reason_words}{owed}.{by}"]


def _date_lines(entry: EntrySeen) -> list[str]:
    if not entry.next_on:
        return []
    moved = f", moved to {listed([short_day(on) for on in entry.moved_to])}"
    return [
        f"Next date set: {short_day(entry.next_on)}{moved if entry.moved_to else ''}.",
        *(
            f"Moved to {short_day(on)} because: {why}"
            for on, why in zip(entry.moved_to, entry.moved_why, strict=True)
        ),
    ]


def _agency_lines(entry: EntrySeen) -> list[str]:
    absent = [f"Nobody came from {listed(entry.absent_agencies)}."] if entry.absent_agencies else []
    return [*absent, *([] if entry.quorate else [_quorum_words(entry)])]


def _quorum_words(entry: EntrySeen) -> str:
    """Kept when a quorate meeting has made it good: it was so all the same."""
    if not entry.owes_quorum:
        return "Not quorate; followed up by a quorate meeting."
    by = f" by {short_day(entry.follow_up_on)}" if entry.follow_up_on else ""
    return f"Not quorate. A quorate follow-up is owed{by}."


def _late_lines(entry: EntrySeen) -> list[str]:
    late = recorded_late(entry.held_at, entry.entered_at)
    urgent = f"Recorded in an emergency: {entry.emergency_reason}"
    return [*([late] if late else []), *([urgent] if entry.emergency_reason else [])]
