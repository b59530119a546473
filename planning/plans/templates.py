"""The plan templates: those that ship with Accord, and those in force."""

from functools import cache
from pathlib import Path

import msgspec

from planning.plans.rules.reading import parse_template
from planning.plans.rules.templates import PlanKind, Template
from planning.transactions import fetch_all

FOLDER = Path(__file__).parents[2] / "templates" / "plans"

_IN_FORCE = """
select distinct on (kind) kind, content from plan_template where state = 'in_force'
order by kind, number desc
"""


class _InForce(msgspec.Struct, frozen=True):
    kind: PlanKind
    content: Template


@cache
def shipped_template(kind: PlanKind) -> Template:
    """The template that ships with Accord; raises `Invalid` for a file that is wrong."""
    return parse_template((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))


async def templates_in_force() -> dict[PlanKind, Template]:
    """What a new plan of each kind starts from; one query, inside an open transaction."""
    found = {one.kind: one.content for one in await fetch_all(_InForce, _IN_FORCE)}
    return {kind: found.get(kind) or shipped_template(kind) for kind in PlanKind}


async def template_in_force(kind: PlanKind) -> Template:
    """What a new plan of that kind starts from; one query, inside an open transaction."""
    return (await templates_in_force())[kind]
