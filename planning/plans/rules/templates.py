"""The shape of a plan template."""

from enum import StrEnum

import msgspec

from planning.operations.rules import Tier
from planning.people.rules import AgencyCategory


class PlanKind(StrEnum):
    """The two plans that an operation needs."""

    CONTINGENCY = "contingency"
    VICTIM_SUPPORT = "victim_support"


PLAN_WORDS = {
    PlanKind.CONTINGENCY: "contingency plan",
    PlanKind.VICTIM_SUPPORT: "victim-support strategy",
}


class FieldKind(StrEnum):
    """What a field holds; a table holds rows of the other kinds, RISK rows of `RISK_COLUMNS`."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    PERSON = "person"
    AGENCY = "agency"
    NUMBER = "number"
    TABLE = "table"
    RISK = "risk"


HOLDS_ROWS = frozenset({FieldKind.TABLE, FieldKind.RISK})


class GateNeed(StrEnum):
    """The gate's lines that read a section of a plan."""

    INFORMATION_SHARING = "information_sharing"
    RISK_APPROACH = "risk_approach"
    PROTECTION_RULE = "protection_rule"
    MEDIA_LINES = "media_lines"
    STAFF_WELFARE = "staff_welfare"
    OUT_OF_HOURS = "out_of_hours"


class Column(msgspec.Struct, frozen=True):
    """One column of a table field; `words` explain choices that are figures."""

    key: str
    label: str
    kind: FieldKind
    choices: list[str] = []
    words: dict[str, str] = {}

    def said(self, value: str) -> str:
        """A value as people read it: “4, likely”."""
        return f"{value}, {self.words[value]}" if value in self.words else value


class Field(msgspec.Struct, frozen=True):
    """One question of a section. `material`: a change of it sends sign-offs back.

    `needed`: the section is not complete without it; the gate asks for complete sections.
    `starter`: rows that a new plan begins with; an agency is named there by its category.
    """

    key: str
    label: str
    kind: FieldKind
    material: bool
    needed: bool = False
    hint: str = ""
    choices: list[str] = []
    columns: list[Column] = []
    starter: list[dict[str, str]] = []

    def said(self, value: str) -> str:
        """A value as people read it, like a column's."""
        return value


class Section(msgspec.Struct, frozen=True):
    """One section; `source` names the paragraphs of the review that it answers.

    `after`: keys of sections that are best completed first.
    """

    key: str
    title: str
    guidance: str
    source: str
    tier: Tier
    fields: list[Field]
    required_for_gate: GateNeed | None = None
    after: list[str] = []


class StarterRole(msgspec.Struct, frozen=True):
    """A mandatory role, given to the first required agency of its category."""

    title: str
    category: AgencyCategory
    responsibilities: str
    authority_limit: str


class Template(msgspec.Struct, frozen=True):
    """A plan template; a plan keeps the version that it was started from."""

    kind: PlanKind
    version: int
    title: str
    sections: list[Section]
    roles: list[StarterRole]

    def section(self, key: str) -> Section | None:
        """The section of that key."""
        return next((section for section in self.sections if section.key == key), None)
