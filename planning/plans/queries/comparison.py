"""Any two versions of a plan against each other, whole or as one agency signs them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.plans.queries.versions import (
    EMPTY,
    VERSION_COLUMNS,
    ScheduleSeen,
    VersionRow,
    VersionSeen,
    names_in_sections,
    schedules_of,
)
from planning.plans.rules.differences import Difference, schedule_differences, shared_differences
from planning.plans.rules.lines import Schedule
from planning.transactions import fetch_all, transaction


class AgencyChanges(msgspec.Struct, frozen=True):
    """What changed in one agency's roles and resource lines."""

    agency_id: UUID
    agency_name: str
    changes: list[Difference]


class Comparison(msgspec.Struct, frozen=True):
    """What changed from one version to a later one.

    Whole: every section and each agency's schedule that changed. For one agency: what it signs.
    `police` is `None` outside that tier, and where a version is from before it was kept.
    """

    older: VersionRow
    newer: VersionRow
    shared: list[Difference]
    schedules: list[AgencyChanges]
    police: list[Difference] | None


async def compare_versions(
    *, plan_id: UUID, older: int, newer: int, actor: Actor, agency_id: UUID | None = None
) -> Comparison:
    """Compare two versions by their numbers, the earlier first, in four queries.

    Raises `NotFound` unless both are versions of this plan.
    """
    async with transaction(actor.person_id):
        found = await fetch_all(
            VersionSeen,
            VERSION_COLUMNS + "where v.plan_id = $1 and v.number = any($2) order by v.number",
            plan_id, [older, newer],
        )  # fmt: skip
        if len(found) != len({older, newer}):
            raise NotFound
        old, new = found[0], found[-1]
        names = await names_in_sections([old, new])
        schedules = _schedules(await schedules_of([old.id, new.id]), old.id, new.id)
        if agency_id:
            schedules = [one for one in schedules if one.agency_id == agency_id]
        return Comparison(
            older=_row(old),
            newer=_row(new),
            shared=shared_differences(
                new.template,
                old.content.sections,
                new.content.sections,
                names,
                whole=agency_id is None,
            ),
            schedules=[one for one in schedules if one.changes],
            police=None if agency_id else _police(old, new, names),
        )


def _row(version: VersionSeen) -> VersionRow:
    return VersionRow(version.id, version.number, version.submitted_by_name, version.submitted_at)


def _police(old: VersionSeen, new: VersionSeen, names: dict[str, str]) -> list[Difference] | None:
    if old.police is None or new.police is None:
        return None
    return shared_differences(
        new.template,
        old.police.sections,
        new.police.sections,
        names,
        tier=Tier.POLICE,
        whole=True,
    )


def _schedules(
    schedules: Sequence[ScheduleSeen], older_id: UUID, newer_id: UUID
) -> list[AgencyChanges]:
    names = {one.agency_id: one.agency_name for one in schedules}
    said = {(one.plan_version_id, one.agency_id): one.content for one in schedules}

    def of(version_id: UUID, agency_id: UUID) -> Schedule:
        return said.get((version_id, agency_id), EMPTY)

    return [
        AgencyChanges(key, name, schedule_differences(of(older_id, key), of(newer_id, key)))
        for key, name in names.items()
    ]
