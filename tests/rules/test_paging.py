"""Cursors neither skip nor repeat, and strange ones are refused."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from planning.errors import Invalid
from planning.paging import Place, page, page_size, place

PLACES = [Place(datetime(2026, 3, day, tzinfo=UTC), UUID(int=day)) for day in (1, 2, 3)]


def test_a_cursor_leads_to_the_last_row_shown() -> None:
    first = page(["a", "b", "c"], PLACES, 2)
    assert first.items == ["a", "b"]
    assert place(first.next) == PLACES[1]
    assert page(["c"], PLACES[2:], 2).next is None
    assert place(None) is None


@pytest.mark.parametrize("cursor", ["", "!!!", "e30=", "bm90IGpzb24=", "ü"])
def test_a_cursor_that_we_did_not_make_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        place(cursor)


def test_a_page_has_one_to_a_hundred_items() -> None:
    assert [page_size(asked) for asked in (-1, 0, 1, 25, 100, 1000)] == [1, 1, 1, 25, 100, 100]
