"""Plan templates and what may stand in a section, a role and a resource line."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.operations.rules import Tier
from planning.plans.rules.lines import (
    Phase,
    ResourceDraft,
    ResourceLine,
    RoleDraft,
    gaps,
    resource_faults,
    role_faults,
)
from planning.plans.rules.reading import FaultyTemplate, read_template
from planning.plans.rules.templates import FieldKind, GateNeed, PlanKind
from planning.plans.rules.values import check_section, identifiers, missing, plain_decimal
from planning.plans.templates import shipped_template

ROW = str(uuid4())
PERSON, AGENCY = str(uuid4()), str(uuid4())
RAW: dict[str, Any] = {
    "kind": "contingency",
    "version": 1,
    "title": "Plan",
    "roles": [
        {"title": "Lead", "category": "police", "responsibilities": "", "authority_limit": ""}
    ],
    "sections": [
        {
            "key": "one",
            "title": "One",
            "guidance": "Say it.",
            "source": "4.20",
            "tier": "safeguarding",
            "fields": [
                {"key": "text", "label": "T", "kind": "text", "material": True, "needed": True},
                {"key": "when", "label": "W", "kind": "date", "material": True},
                {"key": "who", "label": "P", "kind": "person", "material": True},
                {"key": "count", "label": "N", "kind": "number", "material": True},
                {"key": "pick", "label": "C", "kind": "choice", "material": True, "choices": ["A"]},
                {
                    "key": "rows",
                    "label": "R",
                    "kind": "table",
                    "material": True,
                    "columns": [
                        {"key": "agency", "label": "A", "kind": "agency"},
                        {"key": "said", "label": "S", "kind": "text"},
                    ],
                },
            ],
        }
    ],
}
SECTION = read_template(RAW).sections[0]


def faults_of(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(FaultyTemplate) as refused:
        read_template(raw)
    return [f"{fault.place}: {fault.message}" for fault in refused.value.faults]


@pytest.mark.parametrize("kind", PlanKind)
def test_the_shipped_templates_are_sound_and_guide_in_every_section(kind: PlanKind) -> None:
    template = shipped_template(kind)
    assert template.kind is kind
    for section in template.sections:
        assert section.guidance
        assert section.source
    assert {section.tier for section in template.sections} == set(Tier)
    assert template.section("no such") is None


def test_every_line_of_the_gate_that_reads_a_section_finds_one() -> None:
    needs = {
        section.required_for_gate
        for kind in PlanKind
        for section in shipped_template(kind).sections
    }
    assert needs == {None, *GateNeed}


def test_the_starter_register_has_the_reviews_contingencies() -> None:
    register = shipped_template(PlanKind.CONTINGENCY).section("register")
    assert register is not None
    triggers = [row["trigger"] for row in register.fields[0].starter]
    assert (len(triggers), len(set(triggers))) == (23, 23)


def test_every_fault_of_a_template_is_named_with_its_place() -> None:
    raw = deepcopy(RAW)
    section = raw["sections"][0]
    raw["version"] = "one"
    raw["colour"] = "red"
    raw["roles"] = [RAW["roles"][0], RAW["roles"][0], {"title": "X"}]
    section["fields"][0]["kind"] = "picture"
    section["fields"][1]["choices"] = ["A"]
    section["fields"][2]["key"] = "when"
    section["fields"][5]["columns"].append({"key": "said", "label": "S", "kind": "table"})
    section["fields"][5]["starter"] = [{"unheard": "x"}]
    raw["sections"].append({"key": "one", "fields": [{}]})
    raw["sections"].append({**section, "key": "two", "fields": [], "tier": "police"})
    raw["sections"][2]["required_for_gate"] = "media_lines"
    found = faults_of(raw)
    assert [fault.split(": ")[0] for fault in found] == [
        "sections.1 (one).fields.1 (text).kind",
        "sections.1 (one).fields.2 (when).when",
        "sections.1 (one).fields.6 (rows)",
        "sections.1 (one).fields.6 (rows)",
        "sections.1 (one).fields.6 (rows).starter",
        "sections.1 (one)",
        *["sections.2 (one).fields.1 (no key)"] * 4,
        *["sections.2 (one)"] * 4,
        *["sections.3 (two)"] * 3,
        *["roles.3"] * 3,
        "template",
        "template.version",
        "sections",
        "roles",
    ]


def test_a_template_without_sections_and_a_table_without_columns_are_faults() -> None:
    assert faults_of({**RAW, "sections": []}) == ["sections: There is no section."]
    raw = deepcopy(RAW)
    raw["sections"][0]["fields"][5]["columns"] = []
    raw["sections"][0]["fields"][4]["choices"] = []
    assert len(faults_of(raw)) == 2


def test_values_are_kept_in_one_form_and_empty_ones_left_out() -> None:
    checked = check_section(
        SECTION,
        {
            "text": " A\r\nB ",
            "when": "2026-03-03",
            "who": PERSON.upper(),
            "count": "1,250.50",
            "pick": " ",
            "rows": [{"id": ROW, "agency": AGENCY, "said": None}, {"id": str(uuid4())}],
        },
    )
    assert checked.faults == []
    assert checked.content == {
        "text": "A\nB",
        "when": "2026-03-03",
        "who": PERSON,
        "count": "1250.5",
        "rows": [{"id": ROW, "agency": AGENCY}],
    }
    assert identifiers(SECTION, checked.content, FieldKind.PERSON) == {"who": UUID(PERSON)}
    assert identifiers(SECTION, checked.content, FieldKind.AGENCY) == {
        "rows.0.agency": UUID(AGENCY)
    }
    assert [field.key for field in missing(SECTION, {})] == ["text"]


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        ({"unknown": "x"}, ["unknown"]),
        ({"text": 7}, ["text"]),
        ({"text": "x" * 10_001}, ["text"]),
        ({"text": "a\x07"}, ["text"]),
        ({"when": "31 February"}, ["when"]),
        ({"when": "1999-12-31"}, ["when"]),
        ({"who": "me"}, ["who"]),
        ({"count": "many"}, ["count"]),
        ({"count": "-1"}, ["count"]),
        ({"count": "NaN"}, ["count"]),
        ({"count": "10000001"}, ["count"]),
        ({"count": "1.234"}, ["count"]),
        ({"pick": "B"}, ["pick"]),
        ({"rows": "x"}, ["rows"]),
        ({"rows": ["x"]}, ["rows"]),
        ({"rows": [{"id": "1", "said": "x"}]}, ["rows.0.id"]),
        ({"rows": [{"id": ROW, "said": "x"}, {"id": ROW, "said": "y"}]}, ["rows"]),
        ({"rows": [{"id": ROW, "colour": "red"}]}, ["rows.0.colour"]),
        ({"rows": [{"id": ROW}] * 501}, ["rows"]),
    ],
)
def test_faults_of_a_section_name_their_place(raw: dict[str, Any], places: list[str]) -> None:
    assert [fault.field for fault in check_section(SECTION, raw).faults] == places


def test_a_choice_from_the_list_is_kept() -> None:
    assert check_section(SECTION, {"pick": "A"}).content == {"pick": "A"}


@given(st.decimals(min_value=0, max_value=10_000_000, places=2))
def test_a_plain_decimal_is_the_same_number_without_ornament(number: Decimal) -> None:
    text = plain_decimal(number)
    assert Decimal(text) == number
    assert text == plain_decimal(Decimal(text))
    assert not ("." in text and text.endswith("0"))


def test_minus_nought_is_nought() -> None:
    assert plain_decimal(Decimal("-0.00")) == "0"


def test_faults_of_a_role_by_field() -> None:
    draft = RoleDraft(
        agency_id=uuid4(),
        title="",
        responsibilities="x" * 4001,
        authority_limit="",
        holder_id=None,
        deputy_id=uuid4(),
        contact_24h="",
        from_on=date(2026, 2, 2),
        until_on=date(2026, 2, 1),
    )
    fields = [fault.field for fault in role_faults(draft)]
    assert fields == ["title", "responsibilities", "until_on", "holder_id"]
    same = msgspec.structs.replace(draft, holder_id=draft.deputy_id, from_on=date(1999, 1, 1))
    assert [fault.field for fault in role_faults(same)][2:] == ["from_on", "deputy_id"]


def test_faults_and_gaps_of_resource_lines() -> None:
    draft = ResourceDraft(
        agency_id=uuid4(),
        kind="Nurses",
        unit="people",
        requested=Decimal("Infinity"),
        committed=Decimal("0.005"),
        phase=Phase.TRIAL,
        funding="",
        from_on=date(2026, 2, 2),
        until_on=date(2026, 2, 2),
    )
    assert [fault.field for fault in resource_faults(draft)] == ["requested", "committed"]
    line = ResourceLine(id=uuid4(), **msgspec.structs.asdict(draft))
    full = msgspec.structs.replace(line, requested=Decimal(0))
    assert gaps([line, full]) == [line]
