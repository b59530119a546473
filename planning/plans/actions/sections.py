"""Writing in a section."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocker, Invalid, NotFound
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.plans.actions.lock import (
    LockedPlan,
    lock_plan,
    must_be_current,
    note_material_change,
    tell_plan,
)
from planning.plans.rules.fingerprints import material_part
from planning.plans.rules.sections import SectionState, completion_faults, state_after
from planning.plans.rules.templates import FieldKind, Section
from planning.plans.rules.values import Content, check_section, identifiers, missing
from planning.plans.tables import PlanSection, PlanSectionText
from planning.transactions import fetch_all, fetch_one, to_json, transaction


class _Kept(msgspec.Struct, frozen=True):
    compartment_id: UUID
    content: Content
    version: int
    state: SectionState


class _Known(msgspec.Struct, frozen=True):
    id: UUID


async def edit_section(
    *,
    plan_id: UUID,
    key: str,
    content: Mapping[str, Any],
    version: int,
    actor: Actor,
    now: datetime,
    complete: bool | None = None,
) -> int:
    """Replace what a section says; the section's new version.

    `complete` is what the actor says of it; `None` leaves a complete section complete unless
    something material changes or something needed is taken out. Every text is kept.

    `content` maps field keys to text, or to a list of rows (column keys to text; a new row has
    no "id"). Raises `NotFound` for a section that the actor does not see, `Stale` when `version`
    is not the current one, `Invalid` with every fault.
    """
    async with transaction(actor.person_id):
        _, plan = await lock_plan(plan_id)
        section, kept = await _section(plan, key)
        must_be_current(version, kept.version)
        checked = check_section(section, _with_row_ids(section, content))
        faults = checked.faults + await _unknown(section, checked.content)
        if complete:
            faults += completion_faults(section, checked.content)
        if faults:
            raise Invalid(faults)
        await _write(plan, section, checked.content, kept, said=complete, actor=actor, now=now)
        return kept.version + 1


async def _section(plan: LockedPlan, key: str) -> tuple[Section, _Kept]:
    section = plan.template.section(key)
    kept = await fetch_one(
        _Kept,
        "select compartment_id, content, version, state from plan_section"
        " where plan_id = $1 and key = $2",
        plan.id, key,
    )  # fmt: skip
    if section is None or kept is None:
        raise NotFound
    return section, kept


def _with_row_ids(section: Section, content: Mapping[str, Any]) -> dict[str, Any]:
    tables = {field.key for field in section.fields if field.columns}
    return {
        key: [_with_id(row) for row in value]
        if key in tables and isinstance(value, list)
        else value
        for key, value in content.items()
    }


def _with_id(row: object) -> object:
    return {**row, "id": row.get("id") or str(uuid4())} if isinstance(row, dict) else row


async def _unknown(section: Section, content: Content) -> list[Blocker]:
    people = identifiers(section, content, FieldKind.PERSON)
    agencies = identifiers(section, content, FieldKind.AGENCY)
    found = await fetch_all(
        _Known,
        "select id from person where id = any($1) and closed_at is null"
        " union all select id from agency where id = any($2) and closed_at is null",
        list(people.values()), list(agencies.values()),
    )  # fmt: skip
    known = {one.id for one in found}
    return [
        Blocker("Choose from the list.", place)
        for place, wanted in (people | agencies).items()
        if wanted not in known
    ]


async def _write(
    plan: LockedPlan,
    section: Section,
    content: Content,
    kept: _Kept,
    *,
    said: bool | None,
    actor: Actor,
    now: datetime,
) -> None:
    material = material_part(section, content) != material_part(section, kept.content)
    unfinished = bool(missing(section, content))
    state = state_after(kept.state, said=said, material=material, unfinished=unfinished)
    text: dict[Any, Any] = {
        "content": to_json(content),
        "edited_by": actor.person_id,
        "edited_at": now,
        "version": kept.version + 1,
    }
    await PlanSection.update({**text, "state": state.value}).where(
        PlanSection.plan_id == plan.id, PlanSection.key == section.key
    )
    await PlanSectionText.insert(
        PlanSectionText(
            plan_id=plan.id, key=section.key, compartment_id=kept.compartment_id, **text
        )
    )
    if material and section.tier is Tier.SAFEGUARDING:
        await note_material_change(plan, actor, agency_ids=[])
    changed = [
        field.key
        for field in section.fields
        if content.get(field.key) != kept.content.get(field.key)
    ]
    await tell_plan(
        plan, "plan.section_edited", actor, now,
        {"section": section.key, "fields": changed, "material": material, "state": state},
        compartment_id=kept.compartment_id,
    )  # fmt: skip
