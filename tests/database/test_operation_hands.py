"""Operations past our acts: nobody decides, signs, ends or accepts what is another's to."""

from typing import Never

import asyncpg
import pytest

from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor, AgencyCategory
from planning.plans.actions import comment_on
from planning.plans.rules.comments import About, CommentKind
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import sign
from planning.sign_offs.rules import Answer, NewCondition
from planning.transactions import Connection, execute, savepoint, transaction
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, submitted_world

FORGED = {
    "a signatory": "insert into signatory (id, agency_id, person_id, from_on)"
    " select gen_random_uuid(), agency_id, id, '2026-01-01' from person where id = accord_actor()",
    "a longer time to sign": "update signatory set until_on = '2030-01-01'",
    "a role in Accord": "insert into person_role select accord_actor(), 'administrator', now()",
    "no role of others": "delete from person_role",
    "an agency required": "insert into operation_agency select o.id, p.agency_id, o.compartment_id,"
    " 'why', accord_actor(), now() from operation o, person p where p.id = accord_actor()",
    "an agency released": "delete from operation_agency",
    "another lead": "update operation set lead_id = accord_actor()",
    "that the partnership knows": "update operation set partnership_told_at = now(),"
    " partnership_told_by = lead_id",
    "a seat": "insert into group_member (id, compartment_id, operation_id, management_group,"
    " person_id, seat, from_on, reason, seated_by, seated_at) select gen_random_uuid(),"
    " compartment_id, id, 'strategic', accord_actor(), 'chair', '2026-03-01', 'why',"
    " accord_actor(), now() from operation",
    "a section": "update plan_section set content = '{}'",
    "a line's commitment": "update plan_resource set status = 'committed', committed = requested,"
    " edited_by = accord_actor()",
    "a line of another agency": "insert into plan_resource select (jsonb_populate_record(l,"
    " jsonb_build_object('id', gen_random_uuid(), 'edited_by', accord_actor()))).*"
    " from plan_resource l",
    "a role of another agency": "update plan_role set title = 'Nobody', edited_by = accord_actor()",
    "a role taken on": "update plan_role set accepted_at = now() where holder_id is null",
    "a role briefed in": "update plan_role set briefed_in_at = now(), briefed_in_by = holder_id"
    " where holder_id is not null",
    "a version": "insert into plan_version select (jsonb_populate_record(v, jsonb_build_object("
    "'id', gen_random_uuid(), 'number', v.number + 1, 'submitted_by', accord_actor()))).*"
    " from plan_version v",
    "a schedule": "insert into plan_version_schedule select v.id, p.agency_id, v.compartment_id,"
    " '{}', v.shared_fingerprint from plan_version v, person p where p.id = accord_actor()",
    "who changed last": "update plan set last_editor_id = created.lead_id from operation created",
    "a signature taken back": "insert into sign_off_withdrawal select id, compartment_id, 'no',"
    " accord_actor(), now() from sign_off",
    "a condition": "insert into sign_off_condition (id, compartment_id, sign_off_id, condition,"
    " owner_id, due_on, blocking) select gen_random_uuid(), compartment_id, id, 'what',"
    " accord_actor(), '2026-03-09', true from sign_off",
    "a condition met": "update sign_off_condition set met_at = now(), met_by = owner_id,"
    " evidence = 'done'",
    "a condition confirmed": "update sign_off_condition set met_at = now(), met_by = owner_id,"
    " evidence = 'done', confirmed_at = now(), confirmed_by = accord_actor()",
    "a gap accepted": "insert into risk_acceptance select gen_random_uuid(), l.compartment_id,"
    " l.plan_id, l.id, l.agency_id, 'agency', l.kind, l.unit, 1, 'why', accord_actor(), now()"
    " from plan_resource l",
    "a record of the gate": "insert into go_live_record (id, compartment_id, operation_id, route,"
    " reason, gate_lines, recorded_by, recorded_at) select gen_random_uuid(), compartment_id, id,"
    " 'through_gate', '', '[{\"met\": true}]', accord_actor(), now() from operation",
    "a comment settled": "update plan_comment set settled_at = now(), settled_by = said_by",
    "the police-sensitive tier": "insert into membership (id, compartment_id, person_id, reason,"
    " granted_by, from_at) select gen_random_uuid(), police_compartment_id, accord_actor(), 'why',"
    " accord_actor(), now() from operation",
    "history": "update history_event set act = 'plan.edited'",
    "a text": "update plan_section_text set content = '{}'",
    "a version's text": "update plan_version set content = '{}'",
}
"""What a member of the safeguarding tier without any office could try, by what it would be."""


class TakenBackError(Exception):
    """Nothing stood against it."""


def _take_back() -> Never:
    raise TakenBackError


async def kept_off(actor: Actor, statement: str) -> bool:
    """Whether it changes no row; what it does change is taken back."""
    async with transaction(actor.person_id):
        try:
            async with savepoint():
                if await execute(statement):
                    _take_back()
        except TakenBackError:
            return False
        except asyncpg.InsufficientPrivilegeError:
            return True
    return True


@pytest.fixture
async def world(rolled_back: Connection) -> World:
    assert rolled_back
    world, versions = await submitted_world()
    await sign(
        plan_version_id=versions[PlanKind.CONTINGENCY],
        answer=Answer.SIGNED_WITH_CONDITIONS,
        note="",
        conditions=[NewCondition("Two slots", world.lead.person_id, NOW.date(), blocking=True)],
        actor=world.health,
        now=NOW,
    )
    await comment_on(
        plan_id=world.contingency,
        about=About(section_key="media"),
        kind=CommentKind.REQUEST,
        text="Who speaks?",
        actor=world.health,
        now=NOW,
    )
    return world


@pytest.fixture
async def member(world: World) -> Actor:
    """In the safeguarding tier, of an agency that is not required, without an office."""
    member = await make_actor(category=AgencyCategory.EDUCATION)
    await add_members(
        operation_id=world.operation_id,
        person_ids=[member.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Takes part",
        actor=world.lead,
        now=NOW,
    )
    return member


async def test_a_member_forges_nothing(member: Actor) -> None:
    found = {what for what, statement in FORGED.items() if not await kept_off(member, statement)}
    assert found == set()


@pytest.mark.usefixtures("member")
async def test_what_is_tried_is_there_to_be_changed(world: World) -> None:
    """The lead and the signatory may some of it: nothing is refused for want of a row."""
    mine = {
        "a seat": world.lead,
        "an agency released": world.lead,
        "a line's commitment": world.health,
        "a signature taken back": world.health,
        "a condition": world.health,
        "a condition met": world.lead,
        "a gap accepted": world.health,
    }
    assert {what for what, who in mine.items() if await kept_off(who, FORGED[what])} == set()
