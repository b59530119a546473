"""Reading what was typed into the record, on its pages and by its autosave."""

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec
from msgspec import structs

from planning import clock
from planning.errors import Blocker, Invalid
from planning.meetings.actions import Saved, record_items
from planning.meetings.queries import ItemSeen, all_contributions, record_of
from planning.meetings.rules.record import (
    BLANK,
    LONGEST_BODY,
    LONGEST_SOURCE,
    ROWS,
    Change,
    Choice,
    Content,
    Nature,
    Section,
)
from service.pages.forms import Form
from service.pages.meetings.drafts import read_draft
from service.pages.presenters.record import GROUP, MOST_ROWS
from service.pages.presenters.record_words import label_of
from service.web.context import PageRequest

OUTCOME, INCLUDED = "outcome", "include"
_NUMBER = re.compile(r"[0-9]{1,8}")


class Typed(msgspec.Struct, frozen=True):
    """A change and how its inputs are named on the page."""

    name: str
    change: Change


def read_typed(form: Form, concern_id: UUID | None) -> list[Typed]:
    """Everything of the record that was posted; a row that nobody filled is left out."""
    return [*_rows(form, concern_id), *_outcome(form, concern_id)]


async def keep(
    request: PageRequest, meeting_id: UUID, form: Form, typed: list[Typed]
) -> list[Saved]:
    """Keep what was typed, and what a button takes over; faults are named by the page's inputs."""
    if form.value("include"):
        typed = [*typed, *await _included(request, meeting_id, form.value("include"))]
    if form.value("take") or not typed:
        seen = await record_of(meeting_id=meeting_id, actor=request.user, now=clock.now())
        typed = _with_taken(form, typed, seen.items)
    if not typed:
        return []
    try:
        return await record_items(
            meeting_id=meeting_id,
            changes=[one.change for one in typed],
            actor=request.user,
            now=clock.now(),
        )
    except Invalid as refusal:
        raise Invalid(
            [Blocker(one.message, _input(one.field, typed)) for one in refusal.blockers]
        ) from refusal


def _input(field: str, typed: list[Typed]) -> str:
    _, index, name = field.split(".")
    start = typed[int(index)].name
    return name if start in {OUTCOME, INCLUDED} else f"{start}{name}"


def _rows(form: Form, concern_id: UUID | None) -> Iterator[Typed]:
    for row in form.rows(GROUP, at_most=MOST_ROWS):
        section = row.enum("section", label="Section", kind=Section, required="Reload the page")
        if section is None:
            continue
        change = Change(
            section=section,
            concern_id=concern_id,
            item_id=row.uuid("id", label="Item") if section in ROWS else None,
            read=_read(form, row.name(""), row.value("read"), row.value("others")),
            content=_content(row, section),
        )
        if section in ROWS and change.read == [BLANK] and not change.content.body:
            continue
        yield Typed(row.name(""), change)


def _content(row: Form, section: Section) -> Content:
    in_rows = section in ROWS
    return Content(
        body=row.long_text("body", label=label_of(section), max_length=LONGEST_BODY),
        agency_id=row.uuid("agency_id", label="Agency") if in_rows else None,
        source=row.text("source", label="Source", max_length=LONGEST_SOURCE) if in_rows else "",
        nature=row.enum("nature", label="Fact or opinion", kind=Nature) if in_rows else None,
        choice=row.enum("choice", label="Answer", kind=Choice),
    )


def _outcome(form: Form, concern_id: UUID | None) -> Iterator[Typed]:
    if concern_id is None or not form.value("version"):
        return
    read = _read(form, OUTCOME, form.value("version"), form.value("outcome_others"))
    content = Content(decision=read_draft(form))
    yield Typed(
        OUTCOME,
        Change(section=Section.OUTCOME, concern_id=concern_id, read=read, content=content),
    )


async def _included(request: PageRequest, meeting_id: UUID, wanted: str) -> list[Typed]:
    """What somebody sent in writing, as their agency's information: twice is once."""
    sent = await all_contributions(meeting_id=meeting_id, actor=request.user, now=clock.now())
    return [
        Typed(
            INCLUDED,
            Change(
                section=Section.INFORMATION,
                concern_id=found.concern_id,
                item_id=found.item_id,
                content=Content(
                    body=found.text,
                    agency_id=found.agency_id,
                    source=found.person_name,
                    nature=found.nature,
                ),
            ),
        )
        for found in sent
        if str(found.item_id) == wanted
    ]


def _with_taken(form: Form, typed: list[Typed], items: Sequence[ItemSeen]) -> list[Typed]:
    """The same, with another's text in place of the one whose button says to use it."""
    name, _, number = form.value("take").rpartition(":")
    return [_taken(one, number, items) if one.name == name else one for one in typed]


def _taken(typed: Typed, number: str, items: Sequence[ItemSeen]) -> Typed:
    change = typed.change
    for item in items:
        if item.section is change.section and change.item_id in {None, item.id}:
            for text in item.texts:
                if str(text.number) == number:
                    settled = structs.replace(change, read=item.numbers, content=text.content())
                    return Typed(typed.name, settled)
    return typed


def _read(form: Form, name: str, own: str, others: str) -> list[int]:
    """The texts that were before the writer: their own, and all when they settle the item."""
    numbers = [own, *others.split(",")] if form.value("settle") == name else [own]
    return [int(number) for number in numbers if _NUMBER.fullmatch(number)] or [BLANK]
