"""What happened to a child's chain, day by day, for its picture."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from planning.chains.queries import ChainSeen, EntrySeen
from planning.chains.rules import ClockKind, ReviewAnswer
from planning.clock import london_date, working_days_between
from planning.procedures.rules import HANDED_OVER, Outcome
from service.pages.charts.chain import Event, History, Shape, Stretch
from service.pages.presenters.counts import count
from service.pages.presenters.dates import short_day
from service.pages.presenters.stats import Stat

_REVIEWED = {
    ReviewAnswer.DECIDE_NEXT_TIME: "decide next time",
    ReviewAnswer.ACCEPT_ONE_MORE: "one more adjournment accepted",
    ReviewAnswer.CONVENE_CONFERENCE: "convene a conference",
    ReviewAnswer.ESCALATE: "escalate",
}


def history_of(chain: ChainSeen, today: date) -> History:
    """Everything that has a day, in order; nothing at all before the first meeting."""
    if not chain.entries:
        return History([], [], None)
    clock = _clock(chain, today)
    events = [
        *_meetings(chain),
        *_dates(chain, today),
        *_answers(chain),
        *_acts(chain),
        *_coming(chain, today),
        *_due(chain, clock),
    ]
    days = chain.state.days_undecided
    undecided = f": {count(days, 'working day')} without a decision" if days is not None else ""
    events.append(Event(today, Shape.TODAY, f"Today{undecided}"))
    return History(sorted(events, key=lambda event: event.on), _undecided(chain, today), clock)


def conference_stats(chain: ChainSeen, today: date, closed: frozenset[date]) -> list[Stat]:
    """The conference's clock beside the days since the first and the last meeting."""
    running = next((one for one in chain.clocks if one.kind is ClockKind.CONFERENCE), None)
    if running is None:
        return []
    first, last = (london_date(chain.entries[place].held_at) for place in (0, -1))
    return [
        _days("since section 47 started", running.anchor_on, today, closed),
        _days("since the first meeting", first, today, closed),
        _days("since the last meeting", last, today, closed),
    ]


def _days(label: str, since: date, today: date, closed: frozenset[date]) -> Stat:
    days = working_days_between(since, today, closed)
    unit = "working day" if days == 1 else "working days"
    return Stat(label, f"{days:,}", unit, f"counted from {short_day(since)}")


def _meetings(chain: ChainSeen) -> Iterator[Event]:
    for entry in chain.entries:
        on = london_date(entry.held_at)
        if entry.outcome is Outcome.ADJOURNED:
            yield Event(on, Shape.UNDECIDED, f"No decision: {_reason(entry)}")
        elif entry.outcome in HANDED_OVER:
            yield Event(on, Shape.HANDED, entry.outcome_words)
        else:
            yield Event(on, Shape.DECIDED, entry.outcome_words)


def _reason(entry: EntrySeen) -> str:
    owed = f", owed by {entry.reason_agency_name}" if entry.reason_agency_name else ""
    return f"{(entry.reason_words or '').lower()}{owed}"


def _dates(chain: ChainSeen, today: date) -> Iterator[Event]:
    """Dates that were set for the next meeting and came to nothing, or are still to come."""
    held = [london_date(entry.held_at) for entry in chain.entries]
    for place, entry in enumerate(chain.entries):
        dates = [*([entry.next_on] if entry.next_on else []), *entry.moved_to]
        for old, new in pairwise(dates):
            yield Event(old, Shape.SLIPPED, f"This date was moved to {short_day(new)}")
        followed = held[place + 1] if place + 1 < len(held) else None
        for last in dates[-1:]:
            if followed is None and last >= today:
                yield Event(last, Shape.NEXT, "Date set for the next meeting")
            elif last < (followed or today):
                yield Event(last, Shape.MISSED, "Date missed: nobody met")


def _answers(chain: ChainSeen) -> Iterator[Event]:
    for one in chain.hand_overs:
        if one.answer:
            taken = "took the child on" if one.answer.accepted else "refused"
            receiver = one.receiver or "The receiver"
            yield Event(one.answer.answered_on, Shape.ANSWERED, f"{receiver} {taken}")


def _acts(chain: ChainSeen) -> Iterator[Event]:
    for review in chain.reviews:
        words = f"Senior review: {_REVIEWED[review.answer]}"
        yield Event(london_date(review.reviewed_at), Shape.REVIEW, words)
    for one in chain.escalations:
        words = f"Escalated to {one.owner_name or 'the partnership'}, stage {one.stage}"
        yield Event(london_date(one.raised_at), Shape.ESCALATED, words)
        if one.answered_at:
            yield Event(london_date(one.answered_at), Shape.ANSWERED, "Escalation answered")


def _coming(chain: ChainSeen, today: date) -> Iterator[Event]:
    for meeting in chain.coming:
        on = london_date(meeting.starts_at)
        if on >= today:
            yield Event(on, Shape.NEXT, f"Meeting {meeting.reference} is convened")


def _clock(chain: ChainSeen, today: date) -> Stretch | None:
    """From the meeting that started section 47 to its limit, or to the conference."""
    for met in chain.clocks_met:
        if met.clock is ClockKind.CONFERENCE:
            return Stretch(met.anchor_on, met.met_on)
    for running in chain.clocks:
        if running.kind is ClockKind.CONFERENCE:
            return Stretch(running.anchor_on, running.due_on)
    return None


def _due(chain: ChainSeen, clock: Stretch | None) -> Iterator[Event]:
    if clock is None:
        return
    met = any(one.clock is ClockKind.CONFERENCE for one in chain.clocks_met)
    words = "Child protection conference held" if met else "Child protection conference due by then"
    yield Event(clock.until_on, Shape.DUE, words)


def _undecided(chain: ChainSeen, today: date) -> list[Stretch]:
    """From the first meeting of each run to what ended it, or to today."""
    ended_by = {
        one.entry_id: one.answer.answered_on
        for one in chain.hand_overs
        if one.answer and one.answer.accepted
    }
    found: list[Stretch] = []
    since: date | None = None
    for entry in chain.entries:
        on = london_date(entry.held_at)
        if entry.outcome is Outcome.ADJOURNED:
            since = since or on
        elif since and (entry.outcome not in HANDED_OVER or entry.id in ended_by):
            found.append(Stretch(since, max(on, ended_by.get(entry.id, on))))
            since = None
    if chain.state.refused:
        since = since or chain.state.refused.asked_on
    return [*found, *([Stretch(since, max(since, today))] if since else [])]
