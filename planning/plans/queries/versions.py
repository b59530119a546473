"""Submitted versions: what was frozen, what an agency signs, what changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.people.rules import Actor
from planning.plans.queries.comments import must_see_plan
from planning.plans.rules.differences import (
    Difference,
    schedule_differences,
    shared_differences,
)
from planning.plans.rules.lines import Schedule
from planning.plans.rules.templates import FieldKind, PlanKind, Template
from planning.plans.rules.values import Content, identifiers
from planning.transactions import fetch_all, fetch_one, transaction

PAGE = 50
EMPTY = Schedule(roles=[], resources=[])


class VersionContent(msgspec.Struct, frozen=True):
    """The sections of one tier, as they were submitted."""

    sections: dict[str, Content]


class VersionRow(msgspec.Struct, frozen=True):
    """A version in the list of a plan's versions."""

    id: UUID
    number: int
    submitted_by_name: str
    submitted_at: datetime


class VersionSeen(msgspec.Struct, frozen=True):
    """One version, with the template that says how to read it.

    `police` is `None` outside that tier, and of versions from before it was kept.
    """

    id: UUID
    plan_id: UUID
    operation_id: UUID
    kind: PlanKind
    number: int
    is_current: bool
    template: Template
    content: VersionContent
    police: VersionContent | None
    submitted_by: UUID
    submitted_by_name: str
    submitted_at: datetime
    shared_fingerprint: str
    material_editor_ids: list[UUID]

    def says(self, key: str) -> Content:
        """What a section says in this version, of either tier."""
        hidden = self.police.sections if self.police else {}
        return self.content.sections.get(key) or hidden.get(key, {})


class ScheduleSeen(msgspec.Struct, frozen=True):
    """What one agency signs in a version."""

    plan_version_id: UUID
    agency_id: UUID
    agency_name: str
    content: Schedule
    fingerprint: str


VERSION_COLUMNS = """
select v.id, v.plan_id, p.operation_id, p.kind, v.number,
       not exists (select from plan_version l
                   where l.plan_id = v.plan_id and l.number > v.number) as is_current,
       p.template, v.content, k.content as police, v.submitted_by,
       s.name as submitted_by_name, v.submitted_at,
       v.shared_fingerprint, v.material_editor_ids
from plan_version v join plan p on p.id = v.plan_id join person s on s.id = v.submitted_by
left join plan_version_police k on k.plan_version_id = v.id
"""

_SCHEDULES = """
select s.plan_version_id, s.agency_id, a.name as agency_name, s.content, s.fingerprint
from plan_version_schedule s join agency a on a.id = s.agency_id
where s.plan_version_id = any($1) order by a.name
"""


class _Name(msgspec.Struct, frozen=True):
    id: UUID
    name: str


async def versions_of(*, plan_id: UUID, actor: Actor, limit: int = PAGE) -> list[VersionRow]:
    """The latest versions of a plan, newest first; empty before the first. Raises `NotFound`."""
    async with transaction(actor.person_id):
        await must_see_plan(plan_id)
        return await fetch_all(
            VersionRow,
            "select v.id, v.number, s.name as submitted_by_name, v.submitted_at"
            " from plan_version v join person s on s.id = v.submitted_by"
            " where v.plan_id = $1 order by v.number desc limit $2",
            plan_id, limit,
        )  # fmt: skip


async def version(*, plan_version_id: UUID, actor: Actor) -> VersionSeen:
    """One version. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(VersionSeen, VERSION_COLUMNS + "where v.id = $1", plan_version_id)
        if found is None:
            raise NotFound
        return found


async def schedule_of(*, plan_version_id: UUID, agency_id: UUID, actor: Actor) -> ScheduleSeen:
    """What one agency signs in a version. Raises `NotFound` when it has no schedule there."""
    async with transaction(actor.person_id):
        for schedule in await schedules_of([plan_version_id]):
            if schedule.agency_id == agency_id:
                return schedule
        raise NotFound


async def schedules_of(version_ids: Sequence[UUID]) -> list[ScheduleSeen]:
    """Every agency's schedule in these versions, by agency name; inside an open transaction."""
    return await fetch_all(ScheduleSeen, _SCHEDULES, list(version_ids))


async def current_versions(operation_ids: Sequence[UUID]) -> list[VersionSeen]:
    """The current version of each submitted plan, by kind; inside an open transaction."""
    return await fetch_all(
        VersionSeen,
        VERSION_COLUMNS
        + "where p.operation_id = any($1) and not exists (select from plan_version l"
        " where l.plan_id = v.plan_id and l.number > v.number) order by p.kind",
        list(operation_ids),
    )


async def changes_between(
    *, older_id: UUID, newer_id: UUID, agency_id: UUID, actor: Actor
) -> list[Difference]:
    """What changed for an agency: the shared part and its own schedule, nobody else's.

    Raises `NotFound` unless both are versions of one plan that the actor sees.
    """
    async with transaction(actor.person_id):
        return (await changes_for([(older_id, newer_id, agency_id)]))[older_id, newer_id, agency_id]


async def changes_for(
    pairs: Sequence[tuple[UUID, UUID, UUID]],
) -> dict[tuple[UUID, UUID, UUID], list[Difference]]:
    """Changes for (older version, newer version, agency), in three queries however many."""
    if not pairs:
        return {}
    ids = list({one for older, newer, _ in pairs for one in (older, newer)})
    versions = {
        one.id: one
        for one in await fetch_all(VersionSeen, VERSION_COLUMNS + "where v.id = any($1)", ids)
    }
    schedules = {(one.plan_version_id, one.agency_id): one for one in await schedules_of(ids)}
    names = await names_in_sections(list(versions.values()))
    changes = {}
    for older, newer, agency in pairs:
        old, new = versions.get(older), versions.get(newer)
        if old is None or new is None or old.plan_id != new.plan_id:
            raise NotFound
        before, after = schedules.get((older, agency)), schedules.get((newer, agency))
        changes[older, newer, agency] = [
            *shared_differences(new.template, old.content.sections, new.content.sections, names),
            *schedule_differences(
                before.content if before else EMPTY, after.content if after else EMPTY
            ),
        ]
    return changes


async def names_in_sections(versions: Sequence[VersionSeen]) -> dict[str, str]:
    """Names of the people and agencies that the versions' sections mention."""
    mentioned = {
        one
        for found in versions
        for section in found.template.sections
        for kind in (FieldKind.PERSON, FieldKind.AGENCY)
        for one in identifiers(section, found.says(section.key), kind).values()
    }
    rows = await fetch_all(
        _Name,
        "select id, name from person where id = any($1)"
        " union all select id, name from agency where id = any($1)",
        list(mentioned),
    )
    return {str(row.id): row.name for row in rows}
