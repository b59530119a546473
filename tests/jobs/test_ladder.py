"""The worker moves escalations up once, lets owners in, and mails nobody about what is answered."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import time_machine

from planning.access.actions import let_in, let_out
from planning.access.rules import Grant
from planning.concerns.rules import NewConcern
from planning.errors import Blocked, NotAllowed
from planning.escalations.actions import Raising, answer_escalation, raise_escalation
from planning.escalations.queries import EscalationSeen, course_of, waiting_for
from planning.escalations.rules import EscalationKind, State, Step
from planning.people.rules import Actor, Role
from planning.transactions import transaction, using
from service.jobs.drift import drift_jobs
from service.jobs.ladder import MOVE_UP, ladder_jobs
from service.jobs.registry import JobContext, Jobs
from service.mail.claims import NOTHING_TO_ANSWER, withhold_pointless
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene

IDENTITY = MailIdentity("accord.example.org", "accord@example.org", "https://accord.example.org")
MAIL = Outgoing(IDENTITY)
MOVES_UP = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
"""Raised on Tuesday, due on Wednesday."""


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


@pytest.fixture
async def second(scene: Scene) -> Actor:
    """Who is asked next."""
    return await make_actor(Role.SENIOR_MANAGER, agency_id=scene.manager.agency_id)


@pytest.fixture
async def concern(scene: Scene, second: Actor, administrator: asyncpg.Connection) -> NewConcern:
    """Raised once no other test's mail is left."""
    (child,) = await scene.concerns("NB-LADDER-1")
    await raise_escalation(
        raising=Raising(EscalationKind.DECISION, child.id, "We disagree.", "With her aunt"),
        actor=scene.scheduler,
        now=NOW,
        enqueue=MAIL,
    )
    return child


async def strike(worker_pool: asyncpg.Pool, at: datetime, jobs: Jobs | None = None) -> None:
    handler, *_ = (jobs or ladder_jobs(MAIL)).handlers
    with time_machine.travel(at, tick=False):
        await handler.run(b"", JobContext(worker_pool, asyncio.Event()))


async def answer(escalation: EscalationSeen, by: Actor, now: datetime) -> None:
    await answer_escalation(
        escalation_id=escalation.id,
        outcome="Decide on Friday",
        child_safe_meanwhile="With her aunt",
        actor=by,
        now=now,
        enqueue=MAIL,
    )


@pytest.mark.usefixtures("concern")
async def test_it_moves_up_at_nine_once_and_the_next_owner_is_let_in_and_told(
    scene: Scene,
    second: Actor,
    committed: asyncpg.Pool,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
) -> None:
    await strike(worker_pool, MOVES_UP - timedelta(seconds=1))
    assert await waiting_for(actor=second) == []
    for _ in range(2):
        await strike(worker_pool, MOVES_UP)
    (waiting,) = await waiting_for(actor=second)
    assert (waiting.stage, waiting.owner_id) == (2, second.person_id)
    await withhold_pointless(worker_pool)
    mails = await administrator.fetch(
        "select recipient_id, state, last_error, body from mail_message"
        " where subject_id = $1 order by sequence",
        waiting.id,
    )
    assert [tuple(mail)[:3] for mail in mails] == [
        (scene.manager.person_id, "withheld", NOTHING_TO_ANSWER),
        (second.person_id, "queued", None),
    ]
    assert b"NB-LADDER" not in b"".join(mail["body"] for mail in mails)
    await answer(waiting, second, MOVES_UP)
    await withhold_pointless(worker_pool)
    states = await administrator.fetch(
        "select state from mail_message where subject_id = $1 and kind = 'escalation_opened'",
        waiting.id,
    )
    assert {row["state"] for row in states} == {"withheld"}


@pytest.mark.usefixtures("concern", "second")
async def test_an_answer_and_the_clock_at_the_same_moment_leave_one_outcome(
    scene: Scene, committed: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    (waiting,) = await waiting_for(actor=scene.manager)
    lost = await asyncio.gather(
        answer(waiting, scene.manager, MOVES_UP),
        strike(worker_pool, MOVES_UP),
        strike(worker_pool, MOVES_UP),
        return_exceptions=True,
    )
    course = await course_of(escalation_id=waiting.id, actor=scene.scheduler, now=NOW)
    acts = [step.act for step in course.steps]
    if course.escalation.state is State.ANSWERED:
        assert acts[2:] == [Step.ANSWERED]
        assert [one for one in lost if one is not None] == []
    else:
        assert acts[2:] == [Step.TIMED_OUT, Step.ASKED]
        assert type(lost[0]) in {Blocked, NotAllowed}


async def test_a_manager_who_is_only_a_guest_or_out_does_not_hide_what_time_turned_red(
    scene: Scene, committed: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    """The worker could not let a guest in for longer, and saw nothing for who was out."""
    late = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
    for number, guest in ((1, True), (2, False)):
        (child,) = await scene.concerns(f"NB-GUEST-{number}")
        await scene.hold(child.id, scene.adjourned())
        me, place = scene.manager.person_id, child.compartment_id
        async with transaction(me):
            await let_out(compartment_ids=[place], person_id=me, now=NOW)
        async with transaction(scene.scheduler.person_id):
            if guest:
                grant = Grant(place, me, "Guest", late + timedelta(days=2))
                await let_in(grants=[grant], granted_by=scene.scheduler.person_id, now=NOW)
        await strike(worker_pool, late, drift_jobs(MAIL))
        with using(committed):
            assert child.id in {one.concern_id for one in await waiting_for(actor=scene.manager)}


async def test_it_is_queued_once_each_time(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    (schedule,) = ladder_jobs(MAIL).schedules
    for _ in range(2):
        await schedule.run(JobContext(worker_pool, asyncio.Event()))
    queued = await administrator.fetch("select entrypoint from pgqueuer")
    assert [row[0] for row in queued] == [MOVE_UP]


async def test_only_the_worker_may_ask_which_are_due(committed: asyncpg.Pool) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await committed.fetch("select * from accord_escalations_due(now())")
