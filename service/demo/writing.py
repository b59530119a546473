"""Writing Operation Harbour's two plans: sections, roles, resources, and what is said of them."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.plans.actions import (
    accept_role,
    add_resource,
    brief_in,
    change_resource,
    change_role,
    comment_on,
    edit_section,
    reply_to,
    settle_comment,
)
from planning.plans.queries import plan
from planning.plans.queries.plans import PlanSeen, RoleSeen
from planning.plans.rules.comments import About, CommentKind
from planning.plans.rules.lines import RoleDraft
from planning.plans.rules.templates import PlanKind
from planning.plans.rules.values import Content
from service.demo.plan_words import ANSWERED, BEGUN, COMPLETE, REMARK, REQUEST
from service.demo.plans import LINES, STAFF, period
from service.demo.stage import Stage

TWO_YEARS = timedelta(days=730)
REHEARSED = 3
NOT_BRIEFED = "Witness care lead"


async def write_plan(
    stage: Stage, plan_id: UUID, kind: PlanKind, now: datetime, live_on: date
) -> None:
    """Everything that the plan's first version says."""
    lead = stage.people["lead"]
    seen = await plan(plan_id=plan_id, actor=lead, now=now)
    for words, complete in ((COMPLETE[kind], True), (BEGUN[kind], None)):
        await _write_sections(stage, seen, words, now, complete=complete)
    for role in seen.roles:
        await _staff(stage, role, now)
    for line in LINES[kind]:
        draft = line.draft(stage.agencies[line.agency], period(live_on), changed=False)
        await add_resource(plan_id=plan_id, draft=draft, actor=lead, now=now)


async def _write_sections(
    stage: Stage,
    seen: PlanSeen,
    words: dict[str, dict[str, str]],
    now: datetime,
    *,
    complete: bool | None,
) -> None:
    known = {key: str(actor.person_id) for key, actor in stage.people.items()}
    days = {"agreed": now.date().isoformat(), "ends": (now + TWO_YEARS).date().isoformat()}
    for one in seen.sections:
        said = words.get(one.section.key)
        if said:
            filled = {field: text.format(**known, **days) for field, text in said.items()}
            await edit_section(
                plan_id=seen.id,
                key=one.section.key,
                content={**_rehearsed(one.content, days["agreed"]), **filled},
                version=one.version,
                actor=stage.people["lead"],
                now=now,
                complete=complete,
            )


def _rehearsed(content: Content, day: str) -> Content:
    """The first rows of a register have been tested."""
    return {
        key: [
            {**row, "tested_on": day} if place < REHEARSED else row
            for place, row in enumerate(value)
        ]
        if key == "contingencies" and isinstance(value, list)
        else value
        for key, value in content.items()
    }


async def _staff(stage: Stage, role: RoleSeen, now: datetime) -> None:
    lead, (holder, deputy) = stage.people["lead"], STAFF[role.title]
    known = {f.name: getattr(role, f.name) for f in msgspec.structs.fields(RoleDraft)}
    staffed = {
        "holder_id": stage.id(holder),
        "deputy_id": stage.id(deputy),
        "contact_24h": "Control room, extension 4141",
    }
    await change_role(
        role_id=role.id,
        draft=RoleDraft(**(known | staffed)),
        version=role.version,
        actor=lead,
        now=now,
    )
    await accept_role(role_id=role.id, actor=stage.people[holder], now=now)
    if role.title != NOT_BRIEFED:
        await brief_in(role_id=role.id, actor=lead, now=now)


async def change_lines(
    stage: Stage, plan_id: UUID, kind: PlanKind, now: datetime, live_on: date
) -> None:
    """What agencies asked to have otherwise, before the second version."""
    lead = stage.people["lead"]
    seen = await plan(plan_id=plan_id, actor=lead, now=now)
    for line in LINES[kind]:
        agency_id = stage.agencies[line.agency]
        there = next(
            one for one in seen.resources
            if one.agency_id == agency_id and line.what in (one.kind, one.type_key)
        )  # fmt: skip
        if line.changed_to:
            await change_resource(
                resource_id=there.id,
                draft=line.draft(agency_id, period(live_on), changed=True),
                version=there.version,
                actor=lead,
                now=now,
            )


async def talk_about(stage: Stage, plan_id: UUID, now: datetime) -> None:
    """A request that waits for the lead, and a remark that was answered and settled."""
    school, lead = stage.people["education.signatory"], stage.people["lead"]
    await comment_on(
        plan_id=plan_id,
        about=About(section_key="register"),
        kind=CommentKind.REQUEST,
        text=REQUEST,
        actor=stage.people["hospitals.signatory"],
        now=now,
    )
    remark = await comment_on(
        plan_id=plan_id,
        about=About(section_key="information_sharing"),
        kind=CommentKind.COMMENT,
        text=REMARK,
        actor=school,
        now=now,
    )
    later = now + timedelta(hours=2)
    await reply_to(comment_id=remark, text=ANSWERED, actor=lead, now=later)
    await settle_comment(comment_id=remark, actor=school, now=later + timedelta(hours=1))
