"""Whom the quorum of a closed meeting rested on, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.meetings.queries import ChildQuorum
from planning.people.rules import CATEGORY_WORDS
from service.pages.presenters.counts import listed
from service.pages.presenters.tags import Tag


@dataclass(frozen=True, slots=True)
class ResultLine:
    """Children with the same result: a cell for each category, as (category, who decided)."""

    about: str
    cells: list[tuple[str, str]]
    tag: Tag


def result_lines(quorum: Sequence[ChildQuorum]) -> list[ResultLine]:
    """One line for all children with the same result, in the order of the first of them."""
    alike: dict[str, list[ChildQuorum]] = {}
    for one in quorum:
        alike.setdefault(repr(one.categories), []).append(one)
    return [_line(group) for group in alike.values()]


def _line(group: list[ChildQuorum]) -> ResultLine:
    names = [one.child_name for one in group if one.child_name]
    return ResultLine(
        about=listed(names) if names else "The whole meeting",
        cells=[
            (CATEGORY_WORDS[found.category], listed(found.names) if found.names else "Nobody")
            for found in group[0].categories
        ],
        tag=Tag("Quorate", "green") if group[0].quorate else Tag("Not quorate", "red"),
    )
