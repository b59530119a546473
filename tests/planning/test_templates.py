"""Versions of the plan templates: begun, written, put in force, kept by the plans."""

from uuid import UUID, uuid4

import msgspec
import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound, Stale
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions.templates import (
    begin_template,
    install_shipped_templates,
    put_template_in_force,
    take_back_template,
    write_template,
)
from planning.plans.queries.templates import template, templates
from planning.plans.rules.templates import PlanKind, Template
from planning.plans.rules.writing import to_toml
from planning.plans.templates import shipped_template, template_in_force
from planning.transactions import execute, fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.planning.operation_world import make_world

KIND = PlanKind.CONTINGENCY
BRIEFED = "Staff who need to know are briefed"
OTHER = shipped_template(PlanKind.VICTIM_SUPPORT)
SHIPPED = shipped_template(KIND)
RETITLED = msgspec.structs.replace(SHIPPED, title="Our contingency plan")


@pytest.fixture
async def partnership() -> Actor:
    await install_shipped_templates(now=NOW)
    return await make_actor(Role.PARTNERSHIP)


async def written(actor: Actor, said: Template = RETITLED, *, version: int = 1) -> UUID:
    template_id = await begin_template(kind=KIND, actor=actor, now=NOW)
    await write_template(
        template_id=template_id,
        content=to_toml(said),
        note="  Our own words ",
        version=version,
        actor=actor,
        now=NOW,
    )
    return template_id


async def in_force() -> Template:
    async with transaction(None):
        return await template_in_force(KIND)


async def test_what_came_with_accord_is_in_force_until_the_partnership_has_its_own(
    partnership: Actor,
) -> None:
    await install_shipped_templates(now=NOW)
    first = await templates(actor=partnership)
    assert [(one.kind, one.number, one.current, one.note) for one in first] == [
        (KIND, 1, True, "Came with Accord"),
        (PlanKind.VICTIM_SUPPORT, 1, True, "Came with Accord"),
    ]
    template_id = await written(partnership)
    assert (await in_force()).title == "Contingency plan"
    await put_template_in_force(template_id=template_id, version=2, actor=partnership, now=NOW)
    assert await in_force() == msgspec.structs.replace(RETITLED, version=2)
    await install_shipped_templates(now=NOW)
    lines = {one.number: one for one in await templates(actor=partnership) if one.kind is KIND}
    assert {number: line.current for number, line in lines.items()} == {1: False, 2: True}
    assert (lines[2].note, lines[2].made_by_name, lines[2].in_force_by_name) == (
        "Our own words", partnership.name, partnership.name,
    )  # fmt: skip


async def test_what_an_earlier_accord_brought_is_replaced_but_not_under_a_draft() -> None:
    partnership = await make_actor(Role.PARTNERSHIP)
    old = msgspec.structs.replace(SHIPPED, title="As it was once")
    async with transaction(None):
        await execute(
            "insert into plan_template (id, kind, number, content, state, note, made_at,"
            " in_force_at, version) values ($1, $2, 1, $3, 'in_force', '', $4, $4, 1)",
            uuid4(), KIND, msgspec.json.encode(old).decode(), NOW,
        )  # fmt: skip
    draft = await begin_template(kind=KIND, actor=partnership, now=NOW)
    await install_shipped_templates(now=NOW)
    assert (await in_force()).title == "As it was once"
    await take_back_template(template_id=draft, version=1, actor=partnership, now=NOW)
    await install_shipped_templates(now=NOW)
    assert await in_force() == msgspec.structs.replace(SHIPPED, version=2)


async def test_a_plan_keeps_the_version_it_was_started_from(partnership: Actor) -> None:
    before = await make_world()
    template_id = await written(partnership)
    await put_template_in_force(template_id=template_id, version=2, actor=partnership, now=NOW)
    after = await make_world()
    told = [await world.seen() for world in (before, after)]
    assert [(one.title, one.template_version) for one in told] == [
        ("Contingency plan", 1), ("Our contingency plan", 2),
    ]  # fmt: skip


async def test_starter_rows_name_agencies_by_their_category_until_a_plan_starts() -> None:
    world = await make_world()
    steps = {
        row["step"]: row.get("agency")
        for one in (await world.seen()).sections
        if one.section.key == "go_live_sequence"
        for row in one.content["steps"]
        if isinstance(row, dict)
    }
    named = {
        row["step"]: row.get("agency")
        for field in (SHIPPED.section("go_live_sequence") or SHIPPED.sections[0]).fields
        for row in field.starter
    }
    assert steps.keys() == named.keys()
    assert steps[BRIEFED] == str(world.police.agency_id)
    assert named[BRIEFED] == AgencyCategory.POLICE


async def test_one_draft_of_a_kind_at_a_time_and_it_can_be_taken_back(partnership: Actor) -> None:
    template_id = await begin_template(kind=KIND, actor=partnership, now=NOW)
    with pytest.raises(Blocked, match="There is a draft of the contingency plan already"):
        await begin_template(kind=KIND, actor=partnership, now=NOW)
    seen = await template(template_id=template_id, actor=partnership)
    assert (seen.line.draft, seen.line.current, seen.line.number) == (True, False, 2)
    assert seen.template == msgspec.structs.replace(SHIPPED, version=2)
    with pytest.raises(Stale):
        await take_back_template(template_id=template_id, version=7, actor=partnership, now=NOW)
    await take_back_template(template_id=template_id, version=1, actor=partnership, now=NOW)
    for gone in (template_id, uuid4()):
        with pytest.raises(NotFound):
            await template(template_id=gone, actor=partnership)
        with pytest.raises(NotFound):
            await take_back_template(template_id=gone, version=1, actor=partnership, now=NOW)


async def test_every_fault_of_what_is_written_is_told_and_the_draft_stays(
    partnership: Actor,
) -> None:
    template_id = await begin_template(kind=KIND, actor=partnership, now=NOW)
    with pytest.raises(Invalid) as refused:
        await write_template(
            template_id=template_id,
            content=to_toml(OTHER),
            note="x" * 501,
            version=1,
            actor=partnership,
            now=NOW,
        )
    assert [one.field for one in refused.value.blockers] == ["note", "kind"]
    with pytest.raises(Invalid):
        await write_template(
            template_id=template_id, content="kind =", note="", version=1,
            actor=partnership, now=NOW,
        )  # fmt: skip
    assert (await template(template_id=template_id, actor=partnership)).line.version == 1


async def test_what_accord_reads_must_be_there_before_a_draft_is_in_force(
    partnership: Actor,
) -> None:
    kept = [one for one in SHIPPED.sections if one.key not in {"media", "register"}]
    bare = [msgspec.structs.replace(one, after=[]) for one in kept]
    template_id = await written(partnership, msgspec.structs.replace(SHIPPED, sections=bare))
    with pytest.raises(Blocked) as refused:
        await put_template_in_force(template_id=template_id, version=2, actor=partnership, now=NOW)
    assert [one.field for one in refused.value.blockers] == [
        "media_lines",
        "register.contingencies",
    ]


async def test_what_is_in_force_is_never_changed_or_taken_back(partnership: Actor) -> None:
    (current,) = [one for one in await templates(actor=partnership) if one.kind is KIND]
    with pytest.raises(Blocked, match="This version is in force"):
        await take_back_template(template_id=current.id, version=1, actor=partnership, now=NOW)


@pytest.mark.parametrize("roles", [[], [Role.OPERATION_LEAD], [Role.AUDITOR]])
async def test_only_administrators_and_the_partnership_edit(roles: list[Role]) -> None:
    actor = await make_actor(*roles)
    with pytest.raises(NotAllowed):
        await begin_template(kind=KIND, actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        await write_template(
            template_id=uuid4(), content="", note="", version=1, actor=actor, now=NOW
        )
    with pytest.raises(NotAllowed):
        await put_template_in_force(template_id=uuid4(), version=1, actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        await take_back_template(template_id=uuid4(), version=1, actor=actor, now=NOW)


async def test_history_tells_who_did_what(partnership: Actor) -> None:
    template_id = await written(partnership)
    await put_template_in_force(template_id=template_id, version=2, actor=partnership, now=NOW)
    async with transaction((await make_actor(Role.AUDITOR)).person_id):
        acts = await fetch_value(
            "select array_agg(act order by act) from history_event where subject_id = $1",
            template_id,
        )
    assert acts == ["template.draft_begun", "template.put_in_force", "template.written"]
