"""A quarter with meetings about fourteen children, and its figures worked out from the rows."""

from collections import Counter
from datetime import date, timedelta
from math import ceil
from uuid import UUID

import asyncpg
import holidays

from planning.clock import NONE_CLOSED, add_working_days
from planning.concerns.rules import NewChild, NewConcern, Opening
from planning.meetings.actions import record_held
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.held import Held, HeldChild
from planning.meetings.rules.scheduling import Invitee, Mode
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from service.demo.stage import Stage, at, no_mail
from tests.journeys.accord import Accord
from tests.journeys.steps.meetings import CONCERN, PURPOSE

TEAM = "Harbour team"
CHILDREN, UNDECIDED = 14, 6
REPEATS = "Meetings that repeat without a decision"
DAYS = "Working days to the first decision"
REASONS = "Reasons for adjourning without a decision"
BINS = {0: "Same day", 2: "1 to 2 working days", 5: "3 to 5 working days"}
MEDICAL = "Medical examination awaited"


async def given_a_quarter(stage: Stage, quarter: date) -> None:
    """Six of fourteen children are not decided about at first, and all of them a week later."""
    first = add_working_days(quarter, 3, NONE_CLOSED)
    adjourned = ChildDraft(
        outcome=Outcome.ADJOURNED,
        outcome_reason="The paediatrician has not seen them yet.",
        no_decision_reason=NoDecisionReason.MEDICAL,
        next_on=add_working_days(first, 5, NONE_CLOSED),
        authorised_by=stage.id("seniormanager"),
    )
    decided = ChildDraft(
        outcome=Outcome.NO_S47_ASSESSMENT_CONTINUES, outcome_reason="The threshold is not met."
    )
    references = [f"HB-{600 + number}" for number in range(CHILDREN)]
    told = [
        HeldChild(adjourned if number < UNDECIDED else decided, reference=reference)
        for number, reference in enumerate(references)
    ]
    opening = Opening(
        children=[NewChild(reference, f"Child {reference}") for reference in references],
        reason=CONCERN,
        senior_manager_id=stage.id("seniormanager"),
        team=TEAM,
    )
    opened = await _held(stage, first, told, opening)
    again = [
        HeldChild(decided, concern_id=one.id)
        for one in opened
        if one.reference in references[:UNDECIDED]
    ]
    await _held(stage, add_working_days(first, 5, NONE_CLOSED), again)


async def _held(
    stage: Stage, on: date, children: list[HeldChild], opening: Opening | None = None
) -> list[NewConcern]:
    people = [Invitee(stage.id(key)) for key in ("scheduler", "police", "nurse")]
    recorded = await record_held(
        held=Held(
            kind=MeetingKind.INITIAL if opening else MeetingKind.REVIEW,
            purpose=PURPOSE,
            mode=Mode.VIDEO,
            starts_at=at(on, 10),
            ends_at=at(on, 11),
            chair_id=stage.id("scheduler"),
            people=people,
            children=children,
            opening=opening,
        ),
        actor=stage.people["scheduler"],
        now=at(on, 12),
        enqueue=no_mail,
    )
    return recorded.opened


_ROWS = """
select e.concern_id, (e.held_at at time zone 'Europe/London')::date as on_day, e.outcome,
       e.no_decision_reason as reason
from chain_entry e
where not exists (select from chain_entry n where n.replaces_id = e.id)
order by e.held_at
"""


async def naive_figures(accord: Accord, first: date, after: date) -> Counter[tuple[str, str]]:
    """By measure and part, from the rows, one chain after the other; zeros are left out."""
    found: Counter[tuple[str, str]] = Counter()
    waits = []
    for chain in await _chains(accord):
        for before, row in zip([None, *chain], chain, strict=False):
            if first <= row["on_day"] < after:
                found.update(_of_meeting(before, row))
        if first <= chain[0]["on_day"] < after:
            waits.append(_days_to_decision(chain))
    found[DAYS, "All"] = len(waits)
    found.update((DAYS, BINS[min(most for most in BINS if days <= most)]) for days in waits)
    found[DAYS, "90th percentile, working days"] = sorted(waits)[ceil(len(waits) * 0.9) - 1]
    for days in (0, 2):
        still = 100 * sum(wait > days for wait in waits) / len(waits)
        found[DAYS, f"Per cent still undecided after {days} working days"] = round(still)
    return found


async def _chains(accord: Accord) -> list[list[asyncpg.Record]]:
    administrator = await asyncpg.connect(accord.database.administrator)
    rows = await administrator.fetch(_ROWS)
    await administrator.close()
    chains: dict[UUID, list[asyncpg.Record]] = {}
    for row in rows:
        chains.setdefault(row["concern_id"], []).append(row)
    return list(chains.values())


def _of_meeting(before: asyncpg.Record | None, row: asyncpg.Record) -> list[tuple[str, str]]:
    parts = [(REPEATS, "All"), (REASONS, "All")]
    if before and before["outcome"] == Outcome.ADJOURNED:
        parts += [(REPEATS, "Repeats"), (REPEATS, "Repeats without a decision")]
    else:
        parts.append((REPEATS, "First meetings and meetings after a decision"))
    if row["outcome"] == Outcome.ADJOURNED:
        assert row["reason"] == NoDecisionReason.MEDICAL
        return [*parts, (REASONS, "Adjourned without a decision"), (REASONS, MEDICAL)]
    return [*parts, (REASONS, "Not adjourned")]


def _days_to_decision(chain: list[asyncpg.Record]) -> int:
    """Working days are counted one by one."""
    decided = next(row["on_day"] for row in chain if row["outcome"] != Outcome.ADJOURNED)
    free = holidays.country_holidays("GB", subdiv="ENG", years=[decided.year, decided.year + 1])
    day, days = chain[0]["on_day"], 0
    while day < decided:
        day += timedelta(days=1)
        days += day.weekday() < 5 and day not in free
    return days
