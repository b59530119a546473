"""The record in words: what there is to write on a page, and two texts side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from planning.meetings.contributions import Contribution
from planning.meetings.queries import ItemSeen, TextSeen
from planning.meetings.rules.record import (
    BLANK,
    CHOICES,
    EXPLOITATION_KINDS,
    EXPLOITED,
    HEADINGS,
    JOINT,
    ROWS,
    Section,
    is_exploitation,
)
from planning.procedures.rules import MeetingKind
from service.pages.forms import Form
from service.pages.presenters.dates import short_moment
from service.pages.presenters.record_words import HINTS, LINES, QUESTIONS, label_of

Choices = Sequence[tuple[str, str]]
GROUP, MOST_ROWS = "item", 200
_SECTIONS = {section.value: section for section in Section}


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody's text beside the reader's own."""

    number: int
    by: str
    said: str
    body: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One item on a page: its inputs, and what else stands."""

    form: Form
    section: Section
    label: str
    hint: str
    question: str
    choices: Choices
    lines: int
    agency: str
    asks_agency: bool
    agencies: Choices
    others: list[Other]

    @property
    def name(self) -> str:
        """How the page's inputs of this item begin."""
        return self.form.name("")

    @property
    def heading(self) -> str:
        """The heading above it."""
        return HEADINGS[self.section]

    @property
    def asks_source(self) -> bool:
        """Whether it is said by somebody."""
        return self.section in ROWS

    @property
    def asks_nature(self) -> bool:
        """Whether it is fact or opinion."""
        return self.section is Section.INFORMATION

    @property
    def is_tick(self) -> bool:
        """Whether the only answer is to tick it."""
        return len(self.choices) == 1


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a page with its items."""

    section: Section
    heading: str
    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent in writing before the meeting; `is_taken` once it is in the record."""

    item_id: UUID
    by: str
    text: str
    is_taken: bool


def sent_for(
    contributions: Sequence[Contribution], concern_id: UUID | None, items: Sequence[ItemSeen]
) -> list[Sent]:
    """What was sent about a child, or about all."""
    taken = {(item.id, text.body) for item in items for text in item.texts}
    return [
        Sent(
            found.item_id,
            f"{found.person_name}, {found.agency_name} ({found.nature}),"
            f" {short_moment(found.given_at)}",
            found.text,
            (found.item_id, found.text.strip()) in taken,
        )
        for found in contributions
        if found.concern_id == concern_id
    ]


def own_text(item: ItemSeen, reader_id: UUID) -> TextSeen:
    """The text that the reader goes on writing: the last of theirs, else the first."""
    own = [text for text in item.texts if text.written_by == reader_id]
    return own[-1] if own else item.texts[0]


def values_of(
    items: Sequence[ItemSeen],
    sections: Sequence[Section],
    agencies: Sequence[tuple[UUID, str]],
    reader_id: UUID,
    *,
    new_id: Callable[[], UUID],
) -> dict[str, object]:
    """What a page's inputs hold: what is written, then blanks.

    Information has one for each agency that is there and has said nothing, and one for any other.
    """
    rows: list[dict[str, object]] = []
    for section in sections:
        written = [item for item in items if item.section is section]
        rows += [_written(item, own_text(item, reader_id)) for item in written]
        if section in ROWS:
            named = _silent(written, agencies) if section is Section.INFORMATION else []
            rows += [_blank(section, new_id(), agency_id) for agency_id in [*named, None]]
        elif not written:
            rows.append(_blank(section))
    return {
        f"{GROUP}-{index}-{name}": value
        for index, row in enumerate(rows)
        for name, value in row.items()
    }


def parts(
    form: Form,
    items: Sequence[ItemSeen],
    agencies: Choices,
) -> list[Part]:
    """The items on a page, in its order, each with the texts of others that stand beside it."""
    found: dict[Section, list[Slot]] = {}
    for row in form.rows(GROUP, at_most=MOST_ROWS):
        section = _SECTIONS.get(row.value("section"))
        if section:
            found.setdefault(section, []).append(_slot(row, section, items, agencies))
    return [Part(section, HEADINGS[section], slots) for section, slots in found.items()]


def item_of(items: Sequence[ItemSeen], section: Section) -> ItemSeen | None:
    """The one item of a section, when something is written there."""
    return next((item for item in items if item.section is section), None)


def child_sections(kind: MeetingKind, items: Sequence[ItemSeen]) -> list[Section]:
    """What is asked of a child: exploitation at its types of meeting, or once it is ticked."""
    recorded = {item.section for item in items if not all(text.is_blank for text in item.texts)}
    asked = set(Section) - {*JOINT, Section.OUTCOME}
    if kind in EXPLOITATION_KINDS:
        asked.discard(Section.EXPLOITATION)
    if not is_exploitation(kind, recorded):
        asked -= set(EXPLOITED) - recorded
    return [section for section in Section if section in asked]


def around_outcome(found: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """What is written before the outcome is decided, and after."""
    order = list(Section)
    at = order.index(Section.OUTCOME)
    return (
        [part for part in found if order.index(part.section) < at],
        [part for part in found if order.index(part.section) > at],
    )


def anchor(part: str) -> str:
    """Where on the page to go on, if that is a part of it."""
    return f"#{part}" if part in _SECTIONS or part == "outcome-part" else ""


def others_of(item: ItemSeen, read: str) -> list[Other]:
    """The texts that stand beside the one that the reader has before them."""
    return [
        Other(text.number, written_by(text), _said(item.section, text), text.body)
        for text in item.texts
        if str(text.number) != read
    ]


def numbers_beside(item: ItemSeen, own: int) -> str:
    """The other texts that stand, as a hidden input holds them."""
    return ",".join(str(number) for number in item.numbers if number != own)


def _written(item: ItemSeen, text: TextSeen) -> dict[str, object]:
    return {
        "id": item.id,
        "section": item.section,
        "read": text.number,
        "others": numbers_beside(item, text.number),
        "body": text.body,
        "agency_id": text.agency_id,
        "source": text.source,
        "nature": text.nature,
        "choice": text.choice,
        "kept": "yes" if text.agency_id else "",
    }


def _blank(
    section: Section, item_id: UUID | None = None, agency_id: UUID | None = None
) -> dict[str, object]:
    return {
        "id": item_id,
        "section": section,
        "read": BLANK,
        "agency_id": agency_id,
        "kept": "yes" if agency_id else "",
    }


def _silent(written: Sequence[ItemSeen], agencies: Sequence[tuple[UUID, str]]) -> list[UUID]:
    heard = {text.agency_id for item in written for text in item.texts}
    return [agency_id for agency_id, _ in agencies if agency_id not in heard]


def _slot(row: Form, section: Section, items: Sequence[ItemSeen], agencies: Choices) -> Slot:
    names = {option[0]: option[1] for option in agencies}
    kept = row.value("agency_id") if section in ROWS and row.value("kept") else ""
    agency = names.get(kept, "")
    choices = CHOICES.get(section, {})
    return Slot(
        form=row,
        section=section,
        label=label_of(section, agency),
        hint=HINTS.get(section, ""),
        question=QUESTIONS.get(section, ""),
        choices=[(str(choice), words) for choice, words in choices.items()],
        lines=LINES.get(section, 3),
        agency=agency,
        asks_agency=section in ROWS and not agency,
        agencies=agencies,
        others=_others(row, section, items),
    )


def _others(row: Form, section: Section, items: Sequence[ItemSeen]) -> list[Other]:
    item_id = row.value("id")
    return [
        other
        for item in items
        if item.section is section and (section not in ROWS or str(item.id) == item_id)
        for other in others_of(item, row.value("read"))
    ]


def _said(section: Section, text: TextSeen) -> str:
    choice = CHOICES[section][text.choice] if text.choice else ""
    nature = str(text.nature).capitalize() if text.nature else ""
    return ", ".join(filter(None, [text.agency_name, text.source, nature, choice]))


def written_by(text: TextSeen) -> str:
    """Who wrote a text, and when."""
    return f"{text.written_by_name}, {short_moment(text.written_at)}"
