"""Northborough as loaded: the figures of the review, and what the tour of the README shows."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import pytest

from planning import clock
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
from planning.transactions import fetch_value, transaction, use_connections
from service.database.pool import open_pool
from service.demo.cast import DOMAIN, EDUCATION, HEALTH
from service.demo.load import HalfLoaded, load_northborough
from service.demo.stage import no_mail
from tests.conftest import fresh_database

FIGURES = """
select (select count(*) from agency) as agencies, (select count(*) from child) as children,
    (select count(*) from strategy_meeting where closed_at is not null) as held,
    (select count(*) from strategy_meeting where state = 'convened') as to_come,
    (select count(*) from strategy_meeting where state = 'closed') as minutes_to_approve,
    (select count(*) from minutes_part where approved_at > now()) as approved_too_early
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

    async with fresh_database(server, "demo") as urls:
        pool = await open_pool(urls.app, maximum=2)
        use_connections(pool)
        await load_northborough(enqueue=enqueue, now=clock.now())
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
        "agencies": 9,
        "children": 27,
        "held": 90,
        "to_come": 2,
        "minutes_to_approve": 2,
        "approved_too_early": 0,
    }


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


async def test_only_meetings_to_come_send_mail(northborough: Northborough) -> None:
    invitations = [one for one in northborough.queued if isinstance(one, MeetingInvitation)]
    assert len(invitations) == len(northborough.queued)
    assert {one.starts_at > clock.now() for one in invitations} == {True}
    assert len({one.meeting_id for one in invitations}) == 2


async def test_it_is_never_loaded_over_other_data(northborough: Northborough) -> None:
    with pytest.raises(HalfLoaded, match="holds other data"):
        await load_northborough(enqueue=no_mail, now=clock.now())
