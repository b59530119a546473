"""What is kept of chains is what they amount to, after any acts; the worker mends the rest."""

import asyncio
import contextlib
import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from planning.chains.actions import (
    Rebuilt,
    close_concern,
    move_next_date,
    rebuild_chains,
    record_hand_over_answer,
    shares,
)
from planning.chains.actions.reviewing import record_review
from planning.chains.queries import chain_of
from planning.chains.rules import ReviewAnswer, Reviewing
from planning.chains.rules.correcting import Disposition
from planning.chains.rules.handing import AnswerGiven
from planning.errors import Blocked, NotFound
from planning.meetings.actions import correct_outcome
from planning.meetings.rules.closing import ChildDraft
from planning.people.rules import Role
from planning.procedures.actions import close_day, take_back_closed_day
from planning.procedures.rules import NoDecisionReason, Outcome
from planning.transactions import using
from service.jobs.drift import REFRESH, drift_jobs
from service.jobs.registry import JobContext
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.factories import NOW, make_actor
from tests.scene import Scene, decided, make_scene

FIRST = date(2026, 3, 4)
IDENTITY = MailIdentity("accord.example.org", "accord@example.org", "https://accord.example.org")
ACTS = 12


_NEVER_CLOSED = """
set session_replication_role = replica;
delete from closed_day_withdrawal;
delete from closed_day;
reset session_replication_role
"""
"""For tests after this one, of lists of closed days; the tables themselves let nobody."""


class Story:
    """Random acts on one child's chain; what is refused changes nothing."""

    def __init__(self, scene: Scene, concern_id: UUID, seed: int) -> None:
        self.scene, self.concern_id, self.dice = scene, concern_id, random.Random(seed)
        self.day = FIRST

    @property
    def now(self) -> datetime:
        return datetime.combine(self.day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=14)

    async def act(self) -> None:
        self.day += timedelta(days=self.dice.choice([1, 1, 2, 4]))
        acts = [self.meet, self.meet, self.meet, self.move, self.move, self.correct, self.answer]
        acts += [self.review, self.end]
        with contextlib.suppress(Blocked, NotFound):
            await self.dice.choice(acts)()

    async def meet(self) -> None:
        await self.scene.hold(self.concern_id, self._draft(), day=self.day)

    async def move(self) -> None:
        await move_next_date(
            concern_id=self.concern_id,
            next_on=self.day + timedelta(days=self.dice.randint(1, 9)),
            reason="No room",
            actor=self.scene.chair,
            now=self.now,
            enqueue=self.scene.sent,
        )

    async def correct(self) -> None:
        chain = await chain_of(concern_id=self.concern_id, actor=self.scene.chair, now=self.now)
        if not chain.entries:
            return
        draft = self._draft()
        new = Disposition(
            outcome=draft.outcome or Outcome.ADJOURNED,
            no_decision_reason=draft.no_decision_reason,
            next_on=draft.next_on,
            authorised_by=draft.authorised_by,
            handed_to=draft.handed_to,
        )
        await correct_outcome(
            concern_id=self.concern_id,
            entry_id=self.dice.choice(chain.entries).id,
            new=new,
            reason="Written down wrongly",
            actor=self.scene.chair,
            now=self.now,
            enqueue=self.scene.sent,
        )

    async def answer(self) -> None:
        chain = await chain_of(concern_id=self.concern_id, actor=self.scene.chair, now=self.now)
        for entry in chain.entries:
            if entry.outcome is Outcome.TRANSFERRED:
                given = AnswerGiven(
                    accepted=self.dice.random() < 0.5,
                    answered_on=self.day,
                    answered_by_name="Kit Moss",
                    evidence="An email",
                )
                await record_hand_over_answer(
                    concern_id=self.concern_id,
                    entry_id=entry.id,
                    given=given,
                    actor=self.scene.manager,
                    now=self.now,
                    enqueue=self.scene.sent,
                )

    async def review(self) -> None:
        chain = await chain_of(concern_id=self.concern_id, actor=self.scene.chair, now=self.now)
        asked = Reviewing(
            self.concern_id, ReviewAnswer.ACCEPT_ONE_MORE, "Waiting for a test", len(chain.entries)
        )
        await record_review(
            reviews=[asked], actor=self.scene.manager, now=self.now, enqueue=self.scene.sent
        )

    async def end(self) -> None:
        await close_concern(
            concern_id=self.concern_id,
            follow_on="Early help, booked",
            actor=self.scene.chair,
            now=self.now,
        )

    def _draft(self) -> ChildDraft:
        reason = self.dice.choice([NoDecisionReason.MEDICAL, NoDecisionReason.OTHER])
        later = self.day + timedelta(days=self.dice.randint(2, 12))
        return self.dice.choice(
            [
                *[self.scene.adjourned(reason, next_on=later)] * 4,
                decided(),
                decided(Outcome.NO_S47_EARLY_HELP),
                ChildDraft(Outcome.TRANSFERRED, "They have moved.", handed_to="Southmere"),
            ]
        )


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


async def kept(administrator: asyncpg.Connection, *concern_ids: UUID) -> list[dict[str, object]]:
    """What is kept of these, but for when it was worked out."""
    rows = await administrator.fetch(
        "select * from chain_state where concern_id = any($1) order by concern_id", concern_ids
    )
    return [{**row, "computed_at": None} for row in rows]


async def rebuilt(worker_pool: asyncpg.Pool, *, every: bool = True) -> Rebuilt:
    told: list[Rebuilt] = []
    with using(worker_pool):
        parts = [
            await rebuild_chains(now=NOW, every=every, share=share, batch=2, progress=told.append)
            for share in shares(3)
        ]
    done = Rebuilt(*map(sum, zip(*parts, strict=True)))
    assert done == Rebuilt(*map(sum, zip(*told, strict=True)))
    return done


async def test_what_acts_keep_is_what_a_rebuild_finds(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    children = [(await scene.concerns(f"NB-KEPT-{seed}"))[0].id for seed in range(4)]
    await rebuilt(worker_pool)  # what other tests have left
    for seed, concern_id in enumerate(children):
        story = Story(scene, concern_id, seed)
        await story.meet()
        for _ in range(ACTS):
            await story.act()
    before = await kept(administrator, *children)
    assert len(before) == len(children)
    assert (await rebuilt(worker_pool)).mended == 0
    assert await kept(administrator, *children) == before


async def test_a_rebuild_mends_what_is_missing_or_wrong_and_says_of_how_many(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    children = [(await scene.concerns(f"NB-MEND-{number}"))[0].id for number in range(3)]
    for concern_id in children:
        await scene.hold(concern_id, scene.adjourned())
    await rebuilt(worker_pool)
    before = await kept(administrator, *children)
    wrong = "update chain_state set run = 0, undecided_since = null where concern_id = $1"
    await administrator.execute(wrong, children[0])
    await administrator.execute("delete from chain_state where concern_id = $1", children[1])
    assert (await rebuilt(worker_pool)).mended == 2
    assert (await rebuilt(worker_pool)).mended == 0
    assert await kept(administrator, *children) == before


async def test_days_that_close_move_what_is_kept_of_open_chains(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    open_, decided_ = [(await scene.concerns(f"NB-SHUT-{n}"))[0].id for n in range(2)]
    await scene.hold(open_, scene.adjourned())
    await scene.hold(decided_, decided())
    await rebuilt(worker_pool)
    before = await kept(administrator, open_, decided_)
    closed_day_id = await close_day(
        closed_on=date(2026, 3, 10),
        name="Flood",
        reason="Offices are under water",
        actor=await make_actor(Role.ADMINISTRATOR),
        now=NOW,
    )
    await _refresh(worker_pool)
    after = await kept(administrator, open_)
    (was,) = [row for row in before if row["concern_id"] == open_]
    assert (was["amber_on"], after[0]["amber_on"]) == (date(2026, 3, 12), date(2026, 3, 13))
    await take_back_closed_day(
        closed_day_id=closed_day_id,
        reason="It was dry",
        actor=await make_actor(Role.ADMINISTRATOR),
        now=NOW,
    )
    await _refresh(worker_pool)
    assert await kept(administrator, open_, decided_) == before
    await administrator.execute(_NEVER_CLOSED)


async def _refresh(worker_pool: asyncpg.Pool) -> None:
    handlers = drift_jobs(Outgoing(IDENTITY)).handlers
    (refresh,) = [handler for handler in handlers if handler.name == REFRESH]
    await refresh.run(b"", JobContext(worker_pool, asyncio.Event()))


async def test_only_the_worker_may_read_the_facts_of_all_and_write_what_they_amount_to(
    committed: asyncpg.Pool,
) -> None:
    for asked in (
        "select * from accord_chain_facts(gen_random_uuid(), gen_random_uuid(), 1, true)",
        "select accord_keep_chains('[]', now())",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await committed.fetch(asked)
