"""Every number of the figures, before small ones are hidden, as a spreadsheet has it."""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
import pytest

from planning.chains.rules import HandOver, Review, ReviewAnswer
from planning.measures.rules.counting import contribution
from planning.measures.rules.counts import Dimension, Line, Sum, counted, whole
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.facts import Attached, ConcernFacts, Conference, Met, Stage
from planning.measures.rules.measured import Measured
from planning.measures.rules.period import quarter_of
from planning.measures.rules.survival import percentile, survival
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome, Profile, parse_profile
from planning.procedures.shipped import shipped_profile
from tests.factories import NOW
from tests.rules.measures_spreadsheet import (
    Child,
    Meeting,
    Row,
    Rules,
    nearest_rank,
    spreadsheet,
    survivors,
)

SHIPPED = parse_profile(shipped_profile())
STRICTER = msgspec.structs.replace(
    SHIPPED,
    timescales=msgspec.structs.replace(
        SHIPPED.timescales,
        convene_target_working_days=1,
        convene_limit_working_days=2,
        minutes_working_days=2,
        conference_working_days=10,
    ),
    drift=msgspec.structs.replace(SHIPPED.drift, red_working_days=7),
)
PROFILES = {1: SHIPPED, 2: STRICTER}
KINDS = [MeetingKind.INITIAL, MeetingKind.REVIEW]
CATEGORIES = [AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE, AgencyCategory.EDUCATION]
OUTCOMES = [*[Outcome.ADJOURNED] * 12, *Outcome]


def plain(profile: Profile) -> Rules:
    times, drift = profile.timescales, profile.drift
    return Rules(
        target=times.convene_target_working_days,
        limit=times.convene_limit_working_days,
        minutes=times.minutes_working_days,
        conference=times.conference_working_days,
        red_run=drift.red_run,
        red_days=drift.red_working_days,
        unanswered=drift.unaccepted_red_working_days,
    )


class Drawn:
    """A partnership by chance: late entries, corrections, hand-overs, siblings, two procedures."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.children = [self._child() for _ in range(40)]
        self.facts = [self._facts(child) for child in self.children]

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128))

    def _moment(self, first: date, days: int) -> datetime:
        return datetime(first.year, first.month, first.day, 0, 30, tzinfo=UTC) + timedelta(
            days=self.chance.randrange(days), minutes=30 * self.chance.randrange(47)
        )

    def _child(self) -> Child:
        held = self._moment(date(2025, 6, 20), 220)
        meetings = []
        for _ in range(self.chance.choice([1, 1, 2, 3, 4, 6])):
            meetings.append(self._meeting(held))
            held += timedelta(days=self.chance.randrange(1, 20), hours=self.chance.randrange(9))
        child = Child(
            self.chance.choice(["North", "South", ""]), self.chance.sample(meetings, len(meetings))
        )
        days = [one.day for one in meetings]
        child.reviews = [self._moment(days[0], 60) for _ in range(self.chance.choice([0, 0, 1, 3]))]
        child.conferences = [
            (day, day + timedelta(days=self.chance.randrange(40)), self._moment(day, 50))
            for day in days
            if self.chance.random() < 0.4
        ]
        for stage in range(1, self.chance.choice([1, 1, 2, 4])):
            at = self._moment(days[0], 60)
            answer = at + timedelta(hours=self.chance.randrange(1, 90))
            late = None if self.chance.random() < 0.4 else answer
            child.stages.append((stage, at, at + timedelta(hours=40), late))
        child.operation = self.chance.choice([None, None, str(UUID(int=7)), str(UUID(int=8))])
        return child

    def _meeting(self, held: datetime) -> Meeting:
        chance = self.chance
        outcome = chance.choice(OUTCOMES)
        adjourned, handed = outcome is Outcome.ADJOURNED, outcome in {"transferred", "redirected"}
        accepted = chance.choice([True, False, None]) if handed else None
        return Meeting(
            held=held,
            entered=held + timedelta(days=chance.choice([0, 0, 0, 12])),
            outcome=outcome,
            kind=chance.choice(KINDS),
            rules=chance.choice([1, 1, 2]),
            decided=held - timedelta(hours=chance.randrange(150)),
            minutes=chance.randrange(10, 200),
            agencies=chance.randrange(1, 9),
            children=chance.choice([1, 1, 2, 3]),
            reason=chance.choice([*NoDecisionReason]) if adjourned else None,
            next_on=held.date() + timedelta(days=chance.randrange(25)) if adjourned else None,
            approved=held + timedelta(days=chance.randrange(15)) if chance.random() < 0.7 else None,
            absent=[str(UUID(int=n)) for n in chance.sample(range(4), chance.randrange(3))],
            quorate=chance.random() < 0.8,
            there={category: chance.random() < 0.8 for category in chance.sample(CATEGORIES, 2)},
            emergency=chance.random() < 0.3,
            corrected=chance.random() < 0.2,
            accepted=accepted,
            answered_on=None
            if accepted is None
            else held.date() + timedelta(chance.randrange(1, 9)),
        )

    def _facts(self, child: Child) -> ConcernFacts:
        entries, answers = [], []
        for one in child.meetings:
            met = self._met(one)
            entries.append(met)
            if one.corrected:
                first = msgspec.structs.replace(
                    met, id=self._id(), outcome=Outcome.S47_CONTINUES, no_decision_reason=None
                )
                entries[-1] = msgspec.structs.replace(met, replaces_id=first.id)
                entries.append(first)
            if one.answered_on:
                answers.append(
                    HandOver(met.id, "", one.day, one.answered_on, one.accepted, one.entered)
                )
        return ConcernFacts(
            team=child.team,
            entries=self.chance.sample(entries, len(entries)),
            hand_overs=answers,
            reviews=[
                Review(self._id(), ReviewAnswer.ACCEPT_ONE_MORE, self._id(), at)
                for at in child.reviews
            ],
            conferences=[Conference(*one) for one in child.conferences],
            stages=[Stage(*one) for one in child.stages],
            operations=[Attached(UUID(child.operation), NOW)] if child.operation else [],
        )

    def _met(self, one: Meeting) -> Met:
        return Met(
            id=self._id(),
            meeting_id=self._id(),
            held_at=one.held,
            entered_at=one.entered,
            outcome=Outcome(one.outcome),
            profile_version=one.rules,
            kind=MeetingKind(one.kind),
            lasted_minutes=one.minutes,
            agencies_present=one.agencies,
            children_there=one.children,
            no_decision_reason=NoDecisionReason(one.reason) if one.reason else None,
            next_on=one.next_on,
            absent_agency_ids=[UUID(agency) for agency in one.absent],
            quorate=one.quorate,
            emergency=one.emergency,
            decided_at=one.decided,
            approved_at=one.approved,
            quorum={AgencyCategory(key): there for key, there in one.there.items()},
        )


def summed(children: list[Child], facts: list[ConcernFacts]) -> list[Sum]:
    deadlines = Deadlines(PROFILES, SHIPPED.closed_days)
    sums = []
    for child, one in zip(children, facts, strict=True):
        for cell, amount in contribution(one, deadlines).items():
            rows = [
                (Dimension.MONTH, str(cell.month)),
                (Dimension.TEAM, child.team),
                (Dimension.KIND, str(cell.kind)),
                *([(Dimension.OPERATION, child.operation)] if child.operation else []),
            ]
            sums += [
                Sum(quarter_of(cell.month), dimension, row, cell.measure, cell.part, amount)
                for dimension, row in rows
            ]
    return sums


def line_of(rows: list[Row]) -> dict[str, Any]:
    """What a line holds, from the rows of the spreadsheet."""
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.measure not in {"days", "hours"}:
            parts[row.measure][row.part] += 1
    days = [row.part.split() for row in rows if row.measure == "days"]
    decided = [int(day) for how, day in days if how == "decided"]
    undecided = [int(day) for how, day in days if how == "undecided"]
    return {
        "parts": {measure: dict(counts) for measure, counts in parts.items()},
        "hours": sum((row.minutes for row in rows), Fraction(0)),
        "percentiles": [nearest_rank(decided, share) for share in (50, 90)] if decided else [],
        "survival": {day: round(float(s), 9) for day, s in survivors(decided, undecided).items()},
        "undecided": len(undecided),
    }


def counted_line(line: Line) -> dict[str, Any]:
    known = {
        measure: {key: count for key, count in counts.items() if count and key != "not_needed"}
        for measure, counts in line.parts.items()
        if measure is not Measured.DAYS
    }
    return {
        "parts": {measure: counts for measure, counts in known.items() if counts},
        "hours": line.agency_minutes,
        "percentiles": [percentile(line.decided, share) for share in (50, 90)]
        if line.decided
        else [],
        "survival": {day: round(s, 9) for day, s in survival(line.decided, line.undecided)},
        "undecided": line.undecided.total(),
    }


def row_of(dimension: Dimension, row: Row) -> str | None:
    if dimension is Dimension.MONTH:
        return str(row.month)
    if dimension is Dimension.TEAM:
        return row.child.team
    return row.kind if dimension is Dimension.KIND else row.child.operation


def compare(children: list[Child], facts: list[ConcernFacts]) -> None:
    deadlines = Deadlines(PROFILES, SHIPPED.closed_days)
    found = counted(summed(children, facts), NOW, deadlines)
    wanted = spreadsheet(children, {key: plain(one) for key, one in PROFILES.items()}, NOW)
    assert set(found) == {quarter_of(row.month) for row in wanted}
    for quarter, dimensions in found.items():
        own = [row for row in wanted if quarter_of(row.month) == quarter]
        assert counted_line(whole(dimensions)) == line_of(own)
        for dimension, lines in dimensions.items():
            assert set(lines) == {row_of(dimension, row) for row in own} - {None}
            for key, line in lines.items():
                assert counted_line(line) == line_of(
                    [row for row in own if row_of(dimension, row) == key]
                )


@pytest.mark.parametrize("seed", range(12))
def test_the_figures_are_those_of_a_spreadsheet(seed: int) -> None:
    drawn = Drawn(seed)
    compare(drawn.children, drawn.facts)
