"""What every page that changes a draft does: read it, change a part, say where the faults are."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from planning import clock
from planning.errors import Blocked, Blocker, Invalid, NotFound
from planning.people.rules import Actor, Role, require_role
from planning.plans.actions.templates import write_template
from planning.plans.queries.templates import TemplateSeen, template
from planning.plans.rules.reading import FaultyTemplate, read_template
from planning.plans.rules.soundness import Fault
from planning.plans.rules.templates import Field, Section
from planning.plans.rules.writing import to_toml
from service.pages.forms import Form
from service.web.context import PageRequest

VERSION = "_version"
_PLACE = re.compile(r"sections\.\d+ \([^)]*\)\.(?:fields\.\d+ \([^)]*\)\.)?")


def may_edit(actor: Actor) -> bool:
    """Whether to offer a change; the acts themselves refuse."""
    return actor.has(Role.ADMINISTRATOR) or actor.has(Role.PARTNERSHIP)


async def draft_of(request: PageRequest, template_id: UUID) -> TemplateSeen:
    """The draft, for who may change it. Raises `Blocked` for a version in force."""
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    seen = await template(template_id=template_id, actor=request.user)
    if not seen.line.draft:
        raise Blocked([Blocker("This version is in force and stays as it is. Begin a new one.")])
    return seen


def section_of(seen: TemplateSeen, key: str) -> Section:
    """Raises `NotFound`."""
    section = seen.template.section(key)
    if section is None:
        raise NotFound
    return section


def field_of(section: Section, key: str) -> Field:
    """Raises `NotFound`."""
    for field in section.fields:
        if field.key == key:
            return field
    raise NotFound


def version_in(form: Form) -> int:
    """The version of the draft that the page showed."""
    return form.integer(VERSION, label="Version", maximum=2**31 - 1) or 0


async def write(
    request: PageRequest,
    seen: TemplateSeen,
    said: Mapping[str, Any],
    form: Form,
    *,
    note: str | None = None,
    inputs: Mapping[str, str] | None = None,
) -> None:
    """Keep the draft as it is `said`; `inputs`: the input of each place in the changed part."""
    try:
        changed = read_template(said)
    except FaultyTemplate as faulty:
        raise Invalid([_placed(fault, inputs or {}) for fault in faulty.faults]) from faulty
    await write_template(
        template_id=seen.line.id,
        content=to_toml(changed),
        note=seen.line.note if note is None else note,
        version=version_in(form),
        actor=request.user,
        now=clock.now(),
    )


def row_inputs(group: str, rows: Sequence[Form], names: Sequence[str]) -> dict[str, str]:
    """The inputs of numbered rows by their places in a part."""
    return {
        f"{group}.{number}.{name}": row.name(name)
        for number, row in enumerate(rows, start=1)
        for name in names
    }


def _placed(fault: Fault, inputs: Mapping[str, str]) -> Blocker:
    rest = _PLACE.sub("", fault.place)
    if rest in inputs:
        return Blocker(fault.message, inputs[rest])
    return Blocker(f"{fault.place}: {fault.message}")
