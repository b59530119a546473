"""The plan templates that ship with Accord."""

import tomllib
from functools import cache
from pathlib import Path

from planning.plans.rules.templates import PlanKind, Template, read_template

FOLDER = Path(__file__).parents[2] / "templates" / "plans"


@cache
def shipped_template(kind: PlanKind) -> Template:
    """The template a new plan starts from; raises `FaultyTemplate` for a file that is wrong."""
    return read_template(tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8")))
