"""Whatever a template holds, it is read or every fault is named with its place."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.errors import Invalid
from planning.operations.rules import Tier
from planning.people.rules import AgencyCategory
from planning.plans.rules.editing import plain
from planning.plans.rules.reading import FaultyTemplate, parse_template, read_template
from planning.plans.rules.reliance import reliance_faults
from planning.plans.rules.risks import IMPACT, LIKELIHOOD, RISK_COLUMNS
from planning.plans.rules.soundness import Fault
from planning.plans.rules.templates import FieldKind, PlanKind, Template
from planning.plans.rules.values import check_section
from planning.plans.rules.writing import to_toml
from planning.plans.templates import shipped_template

SHIPPED = {kind: shipped_template(kind) for kind in PlanKind}
Raw = dict[str, Any]


def faults_of(raw: Raw) -> list[tuple[str, str]]:
    with pytest.raises(FaultyTemplate) as refused:
        read_template(raw)
    return [(fault.place, fault.message) for fault in refused.value.faults]


def small() -> Raw:
    """Three sections of the shipped template: with a register, a table and a choice."""
    raw = plain(SHIPPED[PlanKind.CONTINGENCY])
    wanted = {"situation", "register", "go_live_sequence"}
    kept = [one for one in raw["sections"] if one["key"] in wanted]
    for section in kept:
        section["after"] = [key for key in section["after"] if key in wanted]
        for field in section["fields"]:
            field["starter"] = field["starter"][:2]
    return {**raw, "sections": kept}


@pytest.mark.parametrize("kind", PlanKind)
def test_the_shipped_templates_survive_a_round_trip_and_hold_all_that_accord_reads(
    kind: PlanKind,
) -> None:
    assert parse_template(to_toml(SHIPPED[kind])) == SHIPPED[kind]
    assert reliance_faults(SHIPPED[kind]) == []


def test_the_starter_register_says_what_to_watch_and_what_to_do() -> None:
    register = SHIPPED[PlanKind.CONTINGENCY].section("register")
    assert register is not None
    contingencies = register.fields[0]
    assert (contingencies.kind, contingencies.columns) == (FieldKind.RISK, RISK_COLUMNS)
    said = {column.key for column in RISK_COLUMNS} - {"tested_on"}
    assert [row.keys() for row in contingencies.starter] == [said] * 23
    (likelihood, impact) = contingencies.columns[1:3]
    assert (likelihood.said("4"), impact.said("5"), impact.said("High")) == (
        f"4, {LIKELIHOOD['4']}", f"5, {IMPACT['5']}", "High",
    )  # fmt: skip


def _field(raw: Raw, section: int, field: int) -> Raw:
    found: Raw = raw["sections"][section]["fields"][field]
    return found


def _twice(raw: Raw) -> None:
    raw["sections"].append(deepcopy(raw["sections"][0]))


FAULTY: dict[str, Callable[[Raw], object]] = {
    "sections": _twice,
    "sections.1 (situation).after": lambda raw: raw["sections"][0].update(after=["nowhere"]),
    "sections.3 (Two words).key": lambda raw: raw["sections"][2].update(key="Two words"),
    "sections.2 (register).title": lambda raw: raw["sections"][1].update(title=" "),
    "sections.2 (register).guidance": lambda raw: raw["sections"][1].update(guidance="x" * 2001),
    "sections.2 (register)": lambda raw: raw["sections"][1].pop("tier"),
    "sections.2 (register).tier": lambda raw: raw["sections"][1].update(tier="secret"),
    "sections.2 (register).fields": lambda raw: raw["sections"][1].update(fields="none"),
    "sections.2 (register).fields.1": lambda raw: raw["sections"][1].update(fields=["x"]),
    "sections.2 (register).fields.1 (contingencies)": lambda raw: _field(raw, 1, 0).update(
        columns=[{"key": "mine", "label": "Mine", "kind": "text"}]
    ),
    "sections.2 (register).fields.1 (contingencies).starter.1.likelihood": lambda raw: _field(
        raw, 1, 0
    )["starter"][0].update(likelihood="6"),
    "sections.2 (register).fields.1 (contingencies).starter.2.lead_agency": lambda raw: _field(
        raw, 1, 0
    )["starter"][1].update(lead_agency="the army"),
    "sections.2 (register).fields.1 (contingencies).starter": lambda raw: _field(raw, 1, 0).update(
        starter=[{}] * 501
    ),
    "sections.1 (situation).fields.1 (id).key": lambda raw: _field(raw, 0, 0).update(key="id"),
    "sections.1 (situation).fields.9 (phase).phase": lambda raw: _field(raw, 0, 8).update(
        choices=["A", "A"]
    ),
    "sections.3 (go_live_sequence).fields.1 (steps).columns.1": lambda raw: _field(raw, 2, 0)[
        "columns"
    ][0].update(words={"x": "y"}),
    "roles": lambda raw: raw["roles"].append(raw["roles"][0]),
    "roles.2.title": lambda raw: raw["roles"][1].update(title="a\x07"),
    "template.kind": lambda raw: raw.update(kind="third"),
    "template": lambda raw: raw.update(colour="red"),
}


@pytest.mark.parametrize("place", FAULTY)
def test_one_fault_is_named_with_its_place_and_nothing_else_is(place: str) -> None:
    raw = small()
    FAULTY[place](raw)
    assert [where for where, _ in faults_of(raw)] == [place]


def test_a_person_and_a_table_in_a_table_have_no_place_in_starter_rows() -> None:
    raw = small()
    steps = _field(raw, 2, 0)
    steps["columns"] = [{"key": "who", "label": "Who", "kind": "person"}]
    steps["starter"] = [{"who": "Ann"}, {"who": ""}]
    assert [message for _, message in faults_of(raw)] == ["A template names no person."]
    steps["columns"][0]["kind"] = "risk"
    steps["starter"] = []
    assert [message for _, message in faults_of(raw)] == ["A table holds no tables."]


def test_nobody_waits_for_a_section_that_they_may_not_know() -> None:
    raw = small()
    raw["sections"][0]["tier"] = Tier.POLICE
    assert {message for _, message in faults_of(raw)} == {
        "“situation” is police-sensitive: who writes this may not know of it."
    }


graphs = st.lists(st.frozensets(st.integers(0, 5), max_size=3), min_size=6, max_size=6)


def _is_circle(after: list[frozenset[int]]) -> bool:
    """Whether taking out, again and again, sections that wait for nobody leaves some."""
    left = dict(enumerate(after))
    while free := [one for one, waits in left.items() if not waits & left.keys()]:
        for one in free:
            del left[one]
    return bool(left)


@settings(max_examples=60)
@given(graphs)
def test_sections_that_wait_for_each_other_are_named(after: list[frozenset[int]]) -> None:
    raw = small()
    one = raw["sections"][0]
    raw["sections"] = [
        {**one, "key": f"s{number}", "after": [f"s{other}" for other in sorted(waits)]}
        for number, waits in enumerate(after)
    ]
    if not _is_circle(after):
        assert [len(section.after) for section in read_template(raw).sections] == [
            len(waits) for waits in after
        ]
        return
    for place, message in faults_of(raw):
        assert place == "sections"
        circle = message.removeprefix("These sections wait for each other: ").removesuffix(".")
        keys = [int(key.removeprefix("s")) for key in circle.split(" → ")]
        assert keys[0] == keys[-1]
        assert all(later in after[earlier] for earlier, later in pairwise(keys))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["key", "fields", "columns", "starter", "kind", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def _places(value: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    parts = enumerate(value) if isinstance(value, list) else ()
    for name, part in value.items() if isinstance(value, dict) else parts:
        yield from _places(part, (*at, name))


PLACES = [place for place in _places(small()) if place]


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PLACES), anything), min_size=1, max_size=4))
def test_whatever_is_wrong_wherever_is_a_fault_with_a_place_and_never_a_failure(
    wrongs: list[tuple[tuple[Any, ...], object]],
) -> None:
    raw = small()
    for place, wrong in wrongs:
        _put(raw, place, wrong)
    found = read_or_faults(raw)
    if isinstance(found, Template):
        assert parse_template(to_toml(found)) == found
    else:
        assert found
        assert all(fault.place and fault.message for fault in found)


def read_or_faults(raw: Raw) -> Template | list[Fault]:
    try:
        return read_template(raw)
    except FaultyTemplate as faulty:
        return faulty.faults


def _put(raw: Any, place: tuple[Any, ...], wrong: object) -> None:
    """Put it there, unless an earlier one took the place away."""
    try:
        for part in place[:-1]:
            raw = raw[part]
        raw[place[-1]] = wrong
    except (TypeError, KeyError, IndexError):
        return


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_text_that_is_no_template_is_refused_with_places(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_template(text)
    assert all(one.field and one.message for one in refused.value.blockers)


def test_what_is_nested_without_end_is_refused() -> None:
    with pytest.raises(Invalid, match="not TOML"):
        parse_template("a = " + "[" * 20_000)


@pytest.mark.parametrize("kind", PlanKind)
def test_starter_rows_are_what_a_section_takes(kind: PlanKind) -> None:
    agencies = dict.fromkeys(AgencyCategory, "00000000-0000-4000-8000-000000000001")
    for section in SHIPPED[kind].sections:
        rows = {
            field.key: [
                {"id": f"00000000-0000-4000-8000-{number:012d}"}
                | {
                    column.key: agencies[AgencyCategory(row[column.key])]
                    if column.kind is FieldKind.AGENCY
                    else row[column.key]
                    for column in field.columns
                    if column.key in row
                }
                for number, row in enumerate(field.starter)
            ]
            for field in section.fields
            if field.starter
        }
        checked = check_section(section, rows)
        assert (checked.faults, checked.content) == ([], rows)


def test_everything_said_is_material_or_not_on_purpose() -> None:
    def material(template: Template) -> set[str]:
        return {
            f"{section.key}.{field.key}"
            for section in template.sections
            for field in section.fields
            if not field.material
        }

    spoken = material(SHIPPED[PlanKind.CONTINGENCY]) | material(SHIPPED[PlanKind.VICTIM_SUPPORT])
    assert {"control_sheet.owner", "sign_off_sheet.note", "legal.adviser"} <= spoken
    assert not {"objectives.ending_risk", "register.contingencies"} & spoken
