"""Six young people of Operation Harbour, and who stands by each of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from planning.clock import NONE_CLOSED, add_working_days, monday, today
from planning.operations.actions import attach_children
from planning.operations.queries import operation_children
from planning.support.actions import (
    assess_risk,
    assign_key_worker,
    log_contact,
    record_review,
    write_part,
)
from planning.support.rules.contact import ContactDraft, ContactKind
from planning.support.rules.plans import PartDraft, PartKey, ReviewDraft, RiskDraft
from planning.support.rules.posts import Post
from service.demo.meetings import Played
from service.demo.stage import Stage, at, no_mail

POSTS = {
    "support": ("youthjustice", ("Aisha Ashdown", "Elif Ellery", "Zara Birkin")),
    "nurse": ("support", ("Maya Marsden", "Uma Ullswater")),
    "youthjustice": ("nurse", ("Willow Wetherby",)),
}
"""Key workers, their deputies and children."""
REPLACED, REPLACED_AFTER = "Zara Birkin", 5
"""Whose first key worker left, and after how many working days."""
FAITHFUL, LATE = ("Aisha Ashdown", "Maya Marsden", "Willow Wetherby"), ("Zara Birkin",)
"""Who was met this week already, and who not since the week before last; the others are due."""
SOON, LATER = timedelta(days=7), timedelta(days=30)
NOTES = (
    "Walked by the canal. She talks about college more than about them.",
    "Rang after school. She slept at home and wants to keep Thursdays.",
)
PARTS = {
    PartKey.WISHES: PartDraft(
        "She wants to stay at her school and to be told before anybody acts."
    ),
    PartKey.JUSTICE: PartDraft("A shop will not press its charge.", not_criminalised=True),
}


async def stand_by_children(
    stage: Stage, operation_id: UUID, played: Sequence[Played], *, begun_on: date, now: datetime
) -> None:
    """They are attached, given key workers and deputies, assessed, met; some contact is overdue."""
    named = [name for _, names in POSTS.values() for name in names]
    manager, begun = stage.people["seniormanager"], at(begun_on, 11)
    await attach_children(
        operation_id=operation_id,
        concern_ids=[one.concern_id for one in played if one.name in named],
        reason="Named by a young person, or seen on the quay.",
        actor=manager,
        now=begun,
    )
    attached = await operation_children(operation_id=operation_id, actor=manager, now=begun)
    children = {one.child_name: one.id for one in attached}
    await _give_workers(stage, operation_id, children, begun_on)
    assessed_on = add_working_days(begun_on, REPLACED_AFTER + 1, NONE_CLOSED)
    for worker, (_, names) in POSTS.items():
        for name in names:
            due_on = today(now) + (SOON if name in LATE else LATER)
            await _assess(stage, worker, children[name], assessed_on, due_on)
            await _meet(stage, worker, name, children[name], now)
    await _plan_for(stage, children["Aisha Ashdown"], begun_on, now)


async def _give_workers(
    stage: Stage, operation_id: UUID, children: dict[str, UUID], begun_on: date
) -> None:
    first = at(add_working_days(begun_on, 1, NONE_CLOSED), 9)
    await _give(stage, operation_id, [children[REPLACED]], (Post.WORKER, "camhs"), first)
    later = at(add_working_days(begun_on, REPLACED_AFTER, NONE_CLOSED), 9)
    await _give(stage, operation_id, [children[REPLACED]], (Post.WORKER, "support"), later)
    for worker, (deputy, names) in POSTS.items():
        given = [children[name] for name in names]
        others = [children[name] for name in names if name != REPLACED]
        await _give(stage, operation_id, others, (Post.WORKER, worker), first)
        await _give(stage, operation_id, given, (Post.DEPUTY, deputy), first)


async def _give(
    stage: Stage,
    operation_id: UUID,
    child_ids: Sequence[UUID],
    given: tuple[Post, str],
    now: datetime,
) -> None:
    post, key = given
    await assign_key_worker(
        operation_id=operation_id,
        child_ids=child_ids,
        post=post,
        person_id=stage.id(key),
        reason="Whom she would rather talk to",
        actor=stage.people["seniormanager"],
        now=now,
        enqueue=no_mail,
        replaces=True,
    )


async def _assess(stage: Stage, worker: str, child_id: UUID, on: date, next_on: date) -> None:
    await assess_risk(
        child_id=child_id,
        draft=RiskDraft(
            immediate="Adults wait for her near the station on Fridays.",
            ongoing="She owes them money and is afraid of what they have on a telephone.",
            assessed_on=on,
            next_on=next_on,
        ),
        actor=stage.people[worker],
        now=at(on, 16),
    )


async def _meet(stage: Stage, worker: str, name: str, child_id: UUID, now: datetime) -> None:
    """Twice a week, as the strategy promises; but for those who are due or late."""
    this_week = monday(today(now))
    days = [this_week + timedelta(days=back) for back in (-13, -11, -6, -4)]
    days = days[:2] if name in LATE else days
    days += [today(now)] * 2 if name in FAITHFUL else []
    for number, on in enumerate(days):
        visits = number % 2 == 0
        await log_contact(
            child_id=child_id,
            draft=ContactDraft(
                on, ContactKind.VISIT if visits else ContactKind.PHONE, visits, NOTES[number % 2]
            ),
            actor=stage.people[worker],
            now=min(at(on, 17), now),
        )


async def _plan_for(stage: Stage, child_id: UUID, begun_on: date, now: datetime) -> None:
    """What a plan says where its key worker has written in it."""
    worker, day = stage.people["support"], today(now)
    on = add_working_days(begun_on, REPLACED_AFTER, NONE_CLOSED)
    assessments = {
        PartKey.PHYSICAL: PartDraft("Seen by the paediatrician; treatment has begun.", done_on=on),
        PartKey.PSYCHOLOGICAL: PartDraft("", due_on=day + SOON),
    }
    for key, draft in (PARTS | assessments).items():
        await write_part(
            child_id=child_id, key=key, draft=draft, version=0, actor=worker, now=at(on, 15)
        )
    await record_review(
        child_id=child_id,
        draft=ReviewDraft(
            on, "Contact holds. College place kept; court date explained.", day + LATER
        ),
        actor=worker,
        now=at(on, 15, 30),
    )
