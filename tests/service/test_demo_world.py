"""Northborough as loaded: the figures of the review, and what the tour of the README shows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import pytest

from planning import clock
from planning.capacity.queries import operation_capacity
from planning.capacity.rules.proposals import From
from planning.chains.queries import undecided_chains
from planning.chains.rules import Alert
from planning.clock import NONE_CLOSED, add_working_days
from planning.go_live.queries import gate_of, go_live_record_of
from planning.go_live.rules import Route
from planning.operations.queries import OperationRow, operations
from planning.operations.rules import OperationState
from planning.outbox import MeetingInvitation, Message
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.support.queries import supported_children
from planning.support.rules.posts import Need
from planning.transactions import fetch_value, transaction, use_connections
from service.database.pool import open_pool
from service.demo.cast import DOMAIN, EDUCATION, HEALTH, SOCIAL_CARE, VOLUNTARY
from service.demo.load import HalfLoaded, catch_up, load_northborough
from service.demo.stage import no_mail
from tests.conftest import fresh_database

FIGURES = """
select (select count(*) from agency) as agencies,
    (select count(*) from child where reference not like 'NB-4%') as children,
    (select count(distinct m.id) from strategy_meeting m
     join meeting_child mc on mc.meeting_id = m.id join concern k on k.id = mc.concern_id
     join child c on c.id = k.child_id
     where m.closed_at is not null and c.reference not like 'NB-4%') as held,
    (select count(*) from child where reference like 'NB-4%') as children_of_the_week,
    (select count(*) from strategy_meeting where state = 'convened') as to_come,
    (select count(*) from strategy_meeting where state = 'closed') as minutes_to_approve,
    (select count(*) from minutes_part where approved_at > now()) as approved_too_early
"""

WEEK = """
select
    (select count(*) from diary where hours_set_at is not null) as hours_said,
    (select count(*) from absence) as absences,
    (select count(*) from room) as rooms,
    (select count(*) from room_booking) as rooms_held,
    (select count(*) from attendee where asked_although_busy) as asked_although_busy,
    (select count(*) from attendee where deputy_for_id is not null) as deputies,
    (select count(*) from contribution) as contributions,
    (select count(*) from attendance_span) as comings_and_goings,
    (select count(*) from minutes_correction) as corrections_asked,
    (select count(*) from minutes_correction_answer) as corrections_answered,
    (select count(*) from minutes_addendum) as addenda,
    (select count(*) from meeting_action
     where times_carried = 2 and ended is null
       and due_on < (now() at time zone 'Europe/London')::date) as carried_twice_and_late,
    (select count(*) from held_debt) as debts,
    (select count(*) from strategy_meeting where entered_at is not null) as told_afterwards,
    (select count(*) from record_item where cardinality(standing) > 1) as texts_to_settle,
    (select count(*) from clock_move) as clocks_moved,
    (select count(*) from closed_day) as closed_days
"""

DRIFT = """
select
    (select count(*) from chain_state where handed_over_on is not null) as handed_over,
    (select count(*) from chain_state where review_answer = 'decide_next_time') as to_be_decided,
    (select count(*) from chain_state
     where run > 0 and red_on <= current_date and review_answer is null) as reviews_owed,
    (select count(*) from chain_entry where replaces_id is not null) as corrected,
    (select array_agg(kind || ' ' || stage || ' ' || state order by kind, stage, state)
     from escalation where state in ('open', 'answered')) as escalations,
    (select count(*) from escalation_step where act in ('skipped', 'passed_over')) as not_asked,
    (select count(*) from operation_child where ended_at is null) as in_operations,
    (select count(*) from audit_case) as cases,
    (select count(*) from audit_case where audited_at is not null) as audited,
    (select count(*) from quarterly_report where made_at is not null) as reports,
    (select count(*) from measure_due) as not_counted
"""

OPERATIONS = """
select
    (select count(*) from sign_off_condition) as conditions,
    (select count(*) from sign_off_condition where confirmed_at is not null) as conditions_met,
    (select count(*) from sign_off_reply where by_lead) as questions_answered,
    (select count(*) from plan_comment where settled_at is null) as requests_open,
    (select count(*) from signatory where delegated_by is not null) as delegates,
    (select count(distinct person_id) from conflict_block where lifted_at is null) as in_conflict,
    (select count(*) from risk_acceptance) as risks_accepted,
    (select count(*) from key_worker_spell where ended_at is not null) as continuity_broken,
    (select count(distinct agency_id) from agency_capacity) as agencies_with_capacity,
    (select count(*) from plan_section where state = 'complete') as sections_complete,
    (select count(*) from partnership_receipt) as receipts,
    (select array_agg(kind || ' ' || state || ' ' || stage) from escalation
     where plan_id is not null) as plan_escalations
"""


@dataclass(frozen=True)
class Northborough:
    """Where it was loaded, and the mail that loading it queued."""

    pool: asyncpg.Pool
    administrator: str
    queued: list[Message]

    async def person(self, key: str) -> Actor:
        """A player of the cast."""
        email = f"{key}@{DOMAIN}"
        async with transaction(None):
            return await actor_of(
                await fetch_value("select id from person where email = $1", email)
            )


@pytest.fixture(scope="module")
async def loaded(server: str) -> AsyncIterator[Northborough]:
    queued: list[Message] = []

    async def enqueue(messages: Sequence[Message], *, now: datetime) -> None:
        queued.extend(messages)

    async with fresh_database(server, "demo", now=None) as urls:
        pool = await open_pool(urls.app, maximum=2)
        use_connections(pool)
        await load_northborough(enqueue=enqueue, now=clock.now())
        worker = await open_pool(urls.worker, maximum=2)
        use_connections(worker)
        await catch_up(now=clock.now())
        await worker.close()
        use_connections(None)
        yield Northborough(pool, urls.administrator, queued)
        await pool.close()


@pytest.fixture
def northborough(loaded: Northborough) -> Iterator[Northborough]:
    use_connections(loaded.pool)
    yield loaded
    use_connections(None)


async def _operations(lead: Actor) -> dict[str, OperationRow]:
    return {row.name: row for row in (await operations(actor=lead)).items}


async def test_it_has_the_figures_of_the_review(northborough: Northborough) -> None:
    administrator = await asyncpg.connect(northborough.administrator)
    figures = await administrator.fetchrow(FIGURES)
    await administrator.close()
    assert dict(figures) == {
        "agencies": 10,
        "children": 27,
        "held": 90,
        "children_of_the_week": 35,
        "to_come": 5,
        "minutes_to_approve": 5,
        "approved_too_early": 0,
    }


async def test_this_week_shows_each_thing_that_a_team_meets(northborough: Northborough) -> None:
    administrator = await asyncpg.connect(northborough.administrator)
    week = await administrator.fetchrow(WEEK)
    await administrator.close()
    assert dict(week) == {
        "hours_said": 2,
        "absences": 2,
        "rooms": 4,
        "rooms_held": 2,
        "asked_although_busy": 1,
        "deputies": 1,
        "contributions": 3,
        "comings_and_goings": 2,
        "corrections_asked": 1,
        "corrections_answered": 0,
        "addenda": 1,
        "carried_twice_and_late": 1,
        "debts": 1,
        "told_afterwards": 1,
        "texts_to_settle": 1,
        "clocks_moved": 1,
        "closed_days": 1,
    }


async def test_drift_is_seen_answered_and_escalated(northborough: Northborough) -> None:
    administrator = await asyncpg.connect(northborough.administrator)
    drift = await administrator.fetchrow(DRIFT)
    await administrator.close()
    assert dict(drift) == {
        "handed_over": 1,
        "to_be_decided": 1,
        "reviews_owed": 1,
        "corrected": 1,
        "escalations": ["decision 1 open", "drift 1 answered", "drift 3 open"],
        "not_asked": 0,
        "in_operations": 18,
        "cases": 12,
        "audited": 8,
        "reports": 1,
        "not_counted": 0,
    }


async def test_what_the_worker_would_have_done_is_done(northborough: Northborough) -> None:
    administrator = await asyncpg.connect(northborough.administrator)
    late = await administrator.fetchval(
        "select count(*) from strategy_meeting"
        " where state = 'in_correction' and corrections_until <= now()"
    )
    states = await administrator.fetch("select distinct state from strategy_meeting order by state")
    await administrator.close()
    assert late == 0
    assert [row["state"] for row in states] == ["closed", "convened", "final", "in_correction"]


async def test_two_long_chains_are_red_and_still_to_come(northborough: Northborough) -> None:
    manager = await northborough.person("seniormanager")
    undecided = (await undecided_chains(actor=manager, now=clock.now())).items
    assert [(one.child_name, one.state.run, one.state.alert) for one in undecided[:2]] == [
        ("Aisha Ashdown", 6, Alert.RED),
        ("Bethan Barlow", 5, Alert.RED),
    ]
    next_meetings = [one.state.next_on for one in undecided[:2]]
    assert next_meetings == [add_working_days(clock.today(clock.now()), 2, NONE_CLOSED)] * 2


async def test_one_operation_is_live_without_a_signature(northborough: Northborough) -> None:
    lead = await northborough.person("lead")
    lantern = (await _operations(lead))["Operation Lantern"]
    record = await go_live_record_of(operation_id=lantern.id, actor=lead)
    assert record is not None
    assert (lantern.state, record.route) == (OperationState.LIVE, Route.WITHOUT_SIGN_OFF)
    assert record.confirmed_by_name == "Helen Osei"


async def test_the_other_waits_for_exactly_two_agencies(northborough: Northborough) -> None:
    lead = await northborough.person("lead")
    harbour = (await _operations(lead))["Operation Harbour"]
    gate = await gate_of(operation_id=harbour.id, actor=lead, now=clock.now())
    unmet = [line.evidence for line in gate.lines if not line.met]
    assert unmet == [f"Waiting for {EDUCATION}, {HEALTH}."] * 2
    assert harbour.state == OperationState.SIGN_OFF


async def test_both_operations_have_something_true_on_every_page(
    northborough: Northborough,
) -> None:
    administrator = await asyncpg.connect(northborough.administrator)
    found = await administrator.fetchrow(OPERATIONS)
    await administrator.close()
    assert dict(found) == {
        "conditions": 2,
        "conditions_met": 1,
        "questions_answered": 1,
        "requests_open": 1,
        "delegates": 1,
        "in_conflict": 1,
        "risks_accepted": 2,
        "continuity_broken": 1,
        "agencies_with_capacity": 6,
        "sections_complete": 17,
        "receipts": 2,
        "plan_escalations": ["plan unresolved 4"],
    }


async def test_one_young_person_waits_for_her_worker_and_key_workers_are_short(
    northborough: Northborough,
) -> None:
    actor, now = await northborough.person("seniormanager"), clock.now()
    harbour = (await _operations(actor))["Operation Harbour"].id
    found = await supported_children(operation_id=harbour, actor=actor, now=now)
    late = [one.child.child_name for one in found.items if Need.CONTACT in one.needs]
    grown = [one.child.child_name for one in found.items if Need.TURNS_18 in one.needs]
    assert (late, grown, found.standing.without_worker) == (["Zara Birkin"], ["Elif Ellery"], 0)
    capacity = await operation_capacity(operation_id=harbour, actor=actor, now=now)
    assert [f"{one.agency_name} {one.gap}" for one in capacity.short] == [f"{SOCIAL_CARE} 2.00"]
    assert [(one.giver_name, one.proposal.kind) for one in capacity.proposals] == [
        (VOLUNTARY, From.SPARE)
    ]


async def test_only_meetings_to_come_send_mail(northborough: Northborough) -> None:
    invitations = [one for one in northborough.queued if isinstance(one, MeetingInvitation)]
    assert len(invitations) == len(northborough.queued)
    assert {one.starts_at > clock.now() for one in invitations} == {True}
    assert len({one.meeting_id for one in invitations}) == 4


async def test_it_is_never_loaded_over_other_data(northborough: Northborough) -> None:
    with pytest.raises(HalfLoaded, match="holds other data"):
        await load_northborough(enqueue=no_mail, now=clock.now())
