"""The versions of the plan templates: reference data, which every signed-in person may read."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind, Template
from planning.transactions import fetch_all, fetch_one, transaction

LONGEST_LIST = 200


class TemplateLine(msgspec.Struct, frozen=True):
    """One version in the list; `made_by_name` is `None` of what came with Accord.

    `current`: new plans start from it.
    """

    id: UUID
    kind: PlanKind
    number: int
    title: str
    draft: bool
    current: bool
    note: str
    made_by_name: str | None
    made_at: datetime
    in_force_by_name: str | None
    in_force_at: datetime | None
    version: int


class TemplateSeen(msgspec.Struct, frozen=True):
    """One version, whole."""

    line: TemplateLine
    template: Template


class _Content(msgspec.Struct, frozen=True):
    content: Template


_LINES = """
select t.id, t.kind, t.number, t.content ->> 'title' as title, t.state = 'draft' as draft,
       t.state = 'in_force' and not exists (
           select from plan_template l
           where l.kind = t.kind and l.state = 'in_force' and l.number > t.number) as current,
       t.note, m.name as made_by_name, t.made_at, f.name as in_force_by_name, t.in_force_at,
       t.version
from plan_template t
left join person m on m.id = t.made_by left join person f on f.id = t.in_force_by
"""


async def templates(*, actor: Actor) -> list[TemplateLine]:
    """The latest versions of both kinds, newest first."""
    async with transaction(actor.person_id):
        return await fetch_all(
            TemplateLine, _LINES + "order by t.kind, t.number desc limit $1", LONGEST_LIST
        )


async def template(*, template_id: UUID, actor: Actor) -> TemplateSeen:
    """One version. Raises `NotFound`."""
    async with transaction(actor.person_id):
        line = await fetch_one(TemplateLine, _LINES + "where t.id = $1", template_id)
        found = await fetch_one(
            _Content, "select content from plan_template where id = $1", template_id
        )
        if line is None or found is None:
            raise NotFound
        return TemplateSeen(line, found.content)
