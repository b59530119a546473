"""What may be searched for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.search.rules import Terms, reference_start, term_faults


@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        (Terms(), ["child"]),
        (Terms(child="-"), ["child"]),
        (Terms(person="%", reference="_"), ["person", "reference"]),
        (Terms(child="x" * 201), ["child"]),
        (Terms(from_on=date(2026, 3, 4), until_on=date(2026, 3, 3)), ["until_on"]),
        (Terms(child="Áine"), []),
        (Terms(from_on=date(2026, 3, 3), until_on=date(2026, 3, 3)), []),
    ],
)
def test_a_search_needs_something_to_go_by(terms: Terms, fields: list[str]) -> None:
    assert [fault.field for fault in term_faults(terms)] == fields


@given(st.text("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=1, max_size=6), st.data())
def test_a_reference_begins_as_it_is_written_however_it_is_typed(
    letters: str, data: st.DataObject
) -> None:
    gaps = [data.draw(st.sampled_from(["", " ", "-", " - "])) for _ in letters]
    typed = "".join(gap + letter for gap, letter in zip(gaps, letters, strict=True))
    written = letters if len(letters) <= 3 else f"{letters[:3]}-{letters[3:]}"
    assert reference_start(typed.lower()) == written


def test_terms_name_what_is_given() -> None:
    assert Terms(child="Ana", until_on=date(2026, 3, 3)).given() == ["child", "until_on"]
