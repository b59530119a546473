"""What a signature is of: formatting changes nothing, every material change counts."""

import unicodedata
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.operations.rules import Tier
from planning.plans.rules.differences import (
    Difference,
    schedule_differences,
    shared_differences,
)
from planning.plans.rules.fingerprints import schedule_fingerprint, shared_fingerprint
from planning.plans.rules.lines import Phase, ResourceLine, ResourceStatus, RoleLine, Schedule
from planning.plans.rules.templates import Column, Field, FieldKind, PlanKind, Section, Template
from planning.plans.rules.values import Content

FIRST, SECOND = str(UUID(int=1)), str(UUID(int=2))
AGENCY = UUID(int=9)


def field(key: str, kind: FieldKind = FieldKind.TEXT, *, material: bool = True) -> Field:
    return Field(key=key, label=key, kind=kind, material=material)


ROWS = Field(
    key="rows",
    label="rows",
    kind=FieldKind.TABLE,
    material=True,
    columns=[Column("what", "what", FieldKind.TEXT), Column("hours", "hours", FieldKind.NUMBER)],
)
OPEN = Section(
    key="open",
    title="Open",
    guidance="",
    source="",
    tier=Tier.SAFEGUARDING,
    fields=[
        field("text"), field("note", material=False), field("count", FieldKind.NUMBER), ROWS,
    ],
)  # fmt: skip
SECRET = msgspec.structs.replace(OPEN, key="secret", tier=Tier.POLICE)
TEMPLATE = Template(PlanKind.CONTINGENCY, 1, "Plan", [OPEN, SECRET], [])

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
visible = texts.filter(lambda text: text.split() != [])
numbers = st.decimals(min_value=1, max_value=1000, places=2)


def content(text: str = "Rule", count: str = "4", hours: str = "2") -> Content:
    return {
        "text": text,
        "note": "n",
        "count": count,
        "rows": [
            {"id": FIRST, "what": "Leak", "hours": hours},
            {"id": SECOND, "what": "Flood", "hours": "1"},
        ],
    }


def shared(of: Content, secret: Content | None = None) -> str:
    return shared_fingerprint(TEMPLATE, {"open": of, "secret": secret or {}})


@given(visible, st.sampled_from([" ", "\n", "\t ", "\u00a0", "\u2003"]), numbers)
def test_formatting_changes_no_shared_fingerprint(text: str, blank: str, number: Decimal) -> None:
    plain = content(text, str(number), str(number))
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    dressed = content(
        blank + unicodedata.normalize("NFD", folded).replace(" ", blank) + blank,
        f"{number:.4f}",
        f" {number} ",
    )
    dressed["rows"] = list(reversed(dressed["rows"]))  # type: ignore[arg-type]
    assert shared(plain) == shared(dressed)


@given(visible, visible)
def test_a_material_text_counts_and_taken_back_matches_again(old: str, new: str) -> None:
    same = " ".join(unicodedata.normalize("NFC", old).split()) == " ".join(
        unicodedata.normalize("NFC", new).split()
    )
    assert (shared(content(old)) == shared(content(new))) == same
    assert shared(content(old)) == shared(dict(content(old)))


@given(texts)
def test_what_is_not_material_or_police_sensitive_is_in_no_fingerprint(text: str) -> None:
    noted = {**content(), "note": text}
    assert shared(noted, content(text)) == shared(content())


@pytest.mark.parametrize(
    "changed",
    [
        content(count="5"),
        content(hours="3"),
        {**content(), "rows": content()["rows"][:1]},
        {key: value for key, value in content().items() if key != "text"},
    ],
)
def test_every_other_change_of_shared_material_counts(changed: Content) -> None:
    assert shared(changed) != shared(content())


def test_an_empty_row_and_an_empty_field_are_nothing() -> None:
    rows = [*content()["rows"], {"id": str(uuid4()), "what": " "}]
    assert shared({**content(), "rows": rows}) == shared(content())
    assert shared({"text": " ", "count": " "}) == shared({})


ROLE = RoleLine(
    id=UUID(int=3),
    agency_id=AGENCY,
    title="Lead",
    responsibilities="Leads",
    authority_limit="All",
    holder_id=None,
    deputy_id=None,
    contact_24h="",
    from_on=date(2026, 4, 1),
    until_on=date(2026, 5, 1),
    mandatory=True,
)
LINE = ResourceLine(
    id=UUID(int=4),
    agency_id=AGENCY,
    kind="Nurses",
    unit="people",
    requested=Decimal(4),
    committed=Decimal(4),
    phase=Phase.DURING,
    funding="Own",
    from_on=date(2026, 4, 1),
    until_on=date(2026, 5, 1),
)
SIGNED_OF_ROLE = {
    "title": "Head", "responsibilities": "Heads", "authority_limit": "None",
    "agency_id": UUID(int=8), "from_on": date(2026, 4, 2), "until_on": date(2026, 5, 2),
}  # fmt: skip
UNSIGNED_OF_LINE: dict[str, object] = {
    "type_key": "social_workers",
    "approver_id": UUID(int=5),
    "backfill": "Two early help cases wait",
    "status": ResourceStatus.COMMITTED,
    "used": Decimal(3),
}
UNSIGNED_OF_ROLE = {
    "holder_id": UUID(int=5), "deputy_id": UUID(int=6), "contact_24h": "999", "mandatory": False,
}  # fmt: skip
SIGNED_OF_LINE = {
    "kind": "Doctors", "unit": "hours", "requested": Decimal(5), "committed": Decimal(3),
    "phase": Phase.TRIAL, "funding": "Grant", "from_on": date(2026, 4, 2),
    "until_on": date(2026, 5, 2), "agency_id": UUID(int=8),
}  # fmt: skip


def schedule(role: RoleLine = ROLE, line: ResourceLine = LINE) -> str:
    return schedule_fingerprint(AGENCY, [role], [line])


@pytest.mark.parametrize("name", SIGNED_OF_ROLE)
def test_each_signed_term_of_a_role_counts(name: str) -> None:
    changed = msgspec.structs.replace(ROLE, **{name: SIGNED_OF_ROLE[name]})
    assert schedule(changed) != schedule()


@pytest.mark.parametrize("name", UNSIGNED_OF_ROLE)
def test_who_holds_a_role_is_not_signed(name: str) -> None:
    changed = msgspec.structs.replace(ROLE, **{name: UNSIGNED_OF_ROLE[name]})
    assert schedule(changed) == schedule()


@pytest.mark.parametrize("name", SIGNED_OF_LINE)
def test_each_term_of_a_resource_line_counts(name: str) -> None:
    changed = msgspec.structs.replace(LINE, **{name: SIGNED_OF_LINE[name]})
    assert schedule(line=changed) != schedule()


@pytest.mark.parametrize("name", UNSIGNED_OF_LINE)
def test_how_far_a_line_is_and_who_approved_it_is_not_signed(name: str) -> None:
    changed = msgspec.structs.replace(LINE, **{name: UNSIGNED_OF_LINE[name]})
    assert schedule(line=changed) == schedule()


def test_no_term_of_a_line_is_left_out_by_accident() -> None:
    known = {one.name for one in msgspec.structs.fields(ResourceLine)} - {"id"}
    assert set(SIGNED_OF_LINE) | set(UNSIGNED_OF_LINE) == known
    known = {one.name for one in msgspec.structs.fields(RoleLine)} - {"id"}
    assert set(SIGNED_OF_ROLE) | set(UNSIGNED_OF_ROLE) == known


@given(numbers)
def test_a_number_is_the_same_however_it_is_written(number: Decimal) -> None:
    padded = Decimal(f"{number:.6f}")
    one = msgspec.structs.replace(LINE, committed=number)
    other = msgspec.structs.replace(LINE, committed=padded)
    assert schedule(line=one) == schedule(line=other)


def test_empty_schedules_of_two_agencies_differ() -> None:
    assert schedule_fingerprint(AGENCY, [], []) != schedule_fingerprint(UUID(int=8), [], [])


def test_differences_are_told_in_words() -> None:
    old = content()
    new: Content = {
        "text": FIRST,
        "rows": [{"id": FIRST, "what": "Leak", "hours": "9"}, {"id": "x", "what": "New"}],
    }
    told = shared_differences(TEMPLATE, {"open": old}, {"open": new}, {FIRST: "Ada"})
    assert [one.words for one in told] == [
        "Open, text: “Rule” became “Ada”.",
        "Open, count: removed “4”.",
        "Open, rows, “Leak”, hours: “2” became “9”.",
        "Open, rows: removed “Flood; 1”.",
        "Open, rows: added “New”.",
    ]
    gone = shared_differences(TEMPLATE, {"open": old}, {}, {})
    assert len(gone) == 4


def test_differences_of_a_schedule_name_the_line_and_the_term() -> None:
    other = msgspec.structs.replace(LINE, id=UUID(int=7), kind="Beds")
    told = schedule_differences(
        Schedule([ROLE], [LINE]),
        Schedule([msgspec.structs.replace(ROLE, title="Head")], [other]),
    )
    assert told == [
        Difference("Role “Head”, title", "Lead", "Head"),
        Difference("Resource", "Nurses (people)", ""),
        Difference("Resource", "", "Beds (people)"),
    ]


def test_dates_are_told_as_people_write_them() -> None:
    dated = msgspec.structs.replace(OPEN, fields=[field("day", FieldKind.DATE)])
    (filled,) = shared_differences(
        msgspec.structs.replace(TEMPLATE, sections=[dated]),
        {"open": {}},
        {"open": {"day": "2026-03-01"}},
        {},
    )
    assert filled.words == "Open, day: added “1 March 2026”."
    later = msgspec.structs.replace(
        LINE, from_on=date(2026, 4, 7), until_on=date(2026, 12, 24), phase=Phase.AFTER
    )
    told = schedule_differences(Schedule([], [LINE]), Schedule([], [later]))
    assert [one.after for one in told] == [
        "after the live phase",
        "7 April 2026",
        "24 December 2026",
    ]
