"""When a confirmation of the forecast surge of meetings is out of date, and who may give one."""

from collections.abc import Sequence

from planning.errors import Blocker
from planning.go_live.rules.facts import SurgeConfirmed
from planning.operations.rules import text_faults
from planning.people.rules import AgencyCategory

RISE = 10
"""Per cent by which the figure may rise before the leads are asked again."""
SURGE_WORDS = {AgencyCategory.SOCIAL_CARE: "Social care", AgencyCategory.POLICE: "Police"}
"""Whose leads confirm."""


def has_risen(*, confirmed: int, now: int) -> bool:
    """Whether the figure has outgrown what was confirmed."""
    return now * 100 > confirmed * (100 + RISE)


def surge_faults(confirmed: Sequence[SurgeConfirmed], victims: int) -> list[str]:
    """Whose lead has still to confirm the capacity, or again."""
    said = {one.category: one.victims_planning for one in confirmed}
    return [fault for one in SURGE_WORDS if (fault := _fault(one, said.get(one), victims))]


def _fault(category: AgencyCategory, confirmed: int | None, victims: int) -> str:
    if confirmed is None:
        return f"{SURGE_WORDS[category]} has not confirmed it."
    if has_risen(confirmed=confirmed, now=victims):
        return (
            f"{SURGE_WORDS[category]} confirmed it for {confirmed:,} victims;"
            f" the number to plan for is now {victims:,}."
        )
    return ""


def confirming_faults(
    how: str, *, category: AgencyCategory, is_lead: bool, seen: int, victims: int
) -> list[Blocker]:
    """Everything that keeps somebody from confirming the forecast that they saw."""
    faults = text_faults(
        how, field="how", what="how the meetings will be held", limit=2000, needed=True
    )
    if category not in SURGE_WORDS or not is_lead:
        told = "Somebody who speaks for social care or police in the operation confirms this:"
        faults.append(Blocker(f"{told} its lead, a signatory, or the holder of a mandatory role."))
    if seen != victims:
        faults.append(Blocker(f"The number to plan for is now {victims:,}. Read the new forecast."))
    return faults
