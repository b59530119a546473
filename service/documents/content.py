"""What the document templates are given: words ready to read, never rows of the database."""

from msgspec import Struct

from service.pages.presenters.drift.pictures import Picture


class Sheet(Struct, frozen=True, kw_only=True):
    """What head and foot of every page say.

    `title` also becomes the PDF's metadata, so it names the kind of document and nothing else: no
    reference, child or operation. `version` and `made_at` are words ("Version 3, final";
    "23 November 2026, 9:05am").
    """

    title: str
    version: str
    reader: str
    made_at: str
    reference: str = ""
    marking: str = "OFFICIAL-SENSITIVE"


class Fact(Struct, frozen=True):
    """One line of a summary list."""

    label: str
    value: str


class Passage(Struct, frozen=True):
    """Text under its own heading; a blank line in `text` begins a new paragraph."""

    heading: str
    text: str


class Table(Struct, frozen=True):
    """Rows as wide as `columns`; the first cell of a row names it. No rows: `empty` is printed.

    `figures` are the columns, from 0, whose numbers are set to the right; `widths` of the columns
    are percent, and without them fit what is in the cells.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    figures: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


class Part(Struct, frozen=True, kw_only=True):
    """A part of the minutes, a section of a plan, an agency's schedule; `own_page` begins one.

    Printed in the order of the fields.
    """

    heading: str
    facts: tuple[Fact, ...] = ()
    first: tuple[Table, ...] = ()
    passages: tuple[Passage, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    last: tuple[Passage, ...] = ()
    own_page: bool = False


class Minutes(Struct, frozen=True, kw_only=True):
    """One reader's version: only the joint part and the children whose compartment they are in."""

    sheet: Sheet
    heading: str
    facts: tuple[Fact, ...]
    attendance: Table
    joint: Part
    children: tuple[Part, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """One version of a contingency plan or a victim-support strategy, with who has signed it."""

    sheet: Sheet
    heading: str
    facts: tuple[Fact, ...]
    sections: tuple[Part, ...]
    schedules: tuple[Part, ...]
    signatures: Table


class Investigation(Struct, frozen=True, kw_only=True):
    """An end-of-investigation report: what people wrote, what was counted, what was learned."""

    sheet: Sheet
    heading: str
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]
    lessons: Table


class Headline(Struct, frozen=True):
    """A number that matters, in words."""

    figure: str
    words: str
    note: str


class Answer(Struct, frozen=True, kw_only=True):
    """One question of a report with its numbers, findings and charts."""

    heading: str
    headlines: tuple[Headline, ...]
    findings: tuple[str, ...]
    pictures: tuple[Picture, ...]
    empty: str


class Report(Struct, frozen=True, kw_only=True):
    """A quarterly report: figures that are frozen, and what each of them means."""

    sheet: Sheet
    heading: str
    facts: tuple[Fact, ...]
    answers: tuple[Answer, ...]
    changed: Table
    meanings: Table
