"""The record of a meeting: what there is to write, and how two people's texts stand together."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.meetings.rules.closing import ChildDraft, draft_faults
from planning.procedures.rules import INITIATED, MeetingKind, Outcome

BLANK = 1
"""The number of the empty text that every item begins with."""
LONGEST_BODY, LONGEST_SOURCE, MOST_CHANGES, MOST_READ = 50_000, 200, 400, 20


class Section(StrEnum):
    """The parts of the record, in the order in which they are read."""

    JOINT_WELCOME = "joint_welcome"
    JOINT_BACKGROUND = "joint_background"
    JOINT_INFORMATION = "joint_information"
    JOINT_OTHER = "joint_other"
    INFORMATION = "information"
    CHILD_VOICE = "child_voice"
    IDENTITY = "identity"
    ANALYSIS = "analysis"
    EXPLOITATION = "exploitation"
    CAPACITY = "capacity"
    COERCION = "coercion"
    MISSING = "missing"
    BALANCE = "balance"
    THRESHOLD = "threshold"
    OUTCOME = "outcome"
    CONDUCT = "conduct"
    FAMILY = "family"
    CONTINGENCY = "contingency"
    DISSENT = "dissent"


class Nature(StrEnum):
    """What a piece of information is."""

    FACT = "fact"
    OPINION = "opinion"


class Choice(StrEnum):
    """What can be ticked beside a text."""

    YES = "yes"
    MET = "met"
    NOT_MET = "not_met"
    NOT_YET = "not_yet"
    JOINT = "joint"
    SOCIAL_CARE = "social_care"
    POLICE = "police"
    TOLD = "told"
    NOT_TOLD = "not_told"


HEADINGS = {
    Section.JOINT_WELCOME: "Welcome and confidentiality",
    Section.JOINT_BACKGROUND: "Background",
    Section.JOINT_INFORMATION: "Joint information",
    Section.JOINT_OTHER: "Anything else for everybody",
    Section.INFORMATION: "Information from agencies",
    Section.CHILD_VOICE: "The child’s voice",
    Section.IDENTITY: "Identity and culture",
    Section.ANALYSIS: "Risk and analysis",
    Section.EXPLOITATION: "Exploitation",
    Section.CAPACITY: "Capacity and consent",
    Section.COERCION: "Coercion",
    Section.MISSING: "Missing episodes",
    Section.BALANCE: "Balance of protection and prosecution",
    Section.THRESHOLD: "Threshold",
    Section.OUTCOME: "Outcome",
    Section.CONDUCT: "How the section 47 enquiry is done",
    Section.FAMILY: "What the family is told",
    Section.CONTINGENCY: "Contingency",
    Section.DISSENT: "Disagreement",
}
CHOICES: dict[Section, dict[Choice, str]] = {
    Section.EXPLOITATION: {Choice.YES: "This child may be exploited"},
    Section.THRESHOLD: {
        Choice.MET: "Threshold met",
        Choice.NOT_MET: "Threshold not met",
        Choice.NOT_YET: "Not yet known whether the threshold is met",
    },
    Section.CONDUCT: {
        Choice.JOINT: "Jointly, by social care and police",
        Choice.SOCIAL_CARE: "By social care alone",
        Choice.POLICE: "By police alone",
    },
    Section.FAMILY: {
        Choice.TOLD: "The family is told",
        Choice.NOT_TOLD: "The family is not told",
    },
}
ROWS = frozenset({Section.INFORMATION, Section.DISSENT})
"""Sections of many rows, each an agency's; of every other section there is one text."""
JOINT = (
    Section.JOINT_WELCOME,
    Section.JOINT_BACKGROUND,
    Section.JOINT_INFORMATION,
    Section.JOINT_OTHER,
)
EXPLOITED = (Section.CAPACITY, Section.COERCION, Section.MISSING, Section.BALANCE)
EXPLOITATION_KINDS = frozenset({MeetingKind.EXPLOITATION, MeetingKind.COMPLEX_ABUSE})
EXPECTED = (
    Section.INFORMATION,
    Section.CHILD_VOICE,
    Section.IDENTITY,
    Section.ANALYSIS,
    Section.THRESHOLD,
    Section.FAMILY,
    Section.CONTINGENCY,
)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """One text of an item. `decision` is the outcome's alone; a source is a person or a paper."""

    body: str = ""
    agency_id: UUID | None = None
    source: str = ""
    nature: Nature | None = None
    choice: Choice | None = None
    decision: ChildDraft | None = None

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing, whoever it would be from."""
        return not self.body and self.choice is None and self.decision is None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote, and the numbers of the texts that they had before them.

    Joint sections name no child. A row of information or dissent is named by its id, a new one by
    a fresh id or none. Naming every text that stands settles a conflict.
    """

    section: Section
    concern_id: UUID | None = None
    item_id: UUID | None = None
    read: list[int] = msgspec.field(default_factory=lambda: [BLANK])
    content: Content


class Placed(NamedTuple):
    """Which texts stand after a save, and which of all texts its writer has before them now."""

    standing: list[int]
    number: int
    is_new: bool


def tidy(content: Content) -> Content:
    """The content as it is kept: nothing around it, and no empty decision."""
    return msgspec.structs.replace(
        content,
        body=content.body.strip(),
        source=content.source.strip(),
        decision=None if content.decision == ChildDraft() else content.decision,
    )


def place(
    standing: Sequence[int],
    latest: int,
    texts: Mapping[int, Content],
    read: Collection[int],
    content: Content,
) -> Placed:
    """Where a text goes. It takes the place of those that its writer had read, of no other.

    `texts` holds those that stand and those that were read. What was read and left as it was is no
    change; an emptied text leaves the field to the other.
    """
    answered = {number for number in read if number in standing}
    alike = next((number for number in standing if texts[number] == content), None)
    empty = content.is_blank and all(texts[number].is_blank for number in standing)
    left_as_it_was = any(texts.get(number) == content for number in read)
    others = sorted(set(standing) - answered)
    unchanged = Placed(sorted(standing), alike or max(read), is_new=False)
    if empty or (not answered and (alike or left_as_it_was or content.is_blank)):
        return unchanged
    if alike:
        return Placed(sorted({*others, alike}), alike, is_new=False)
    if content.is_blank and others:
        return Placed(others, max(read), is_new=False)
    real = [number for number in others if not texts[number].is_blank]
    return Placed([*real, latest + 1], latest + 1, is_new=True)


def change_faults(changes: Sequence[Change]) -> list[Blocker]:
    """What no record can hold, named by the place of the change among the changes."""
    if not 1 <= len(changes) <= MOST_CHANGES:
        return [Blocker(f"Send 1 to {MOST_CHANGES} items at a time.", "items")]
    return [
        Blocker(fault.message, f"items.{index}.{fault.field}")
        for index, change in enumerate(changes)
        for fault in _faults(change)
    ]


def _faults(change: Change) -> list[Blocker]:
    content, section = change.content, change.section
    rows = section in ROWS
    checks = (
        (
            rows or (section in JOINT) == (change.concern_id is None),
            "This part of the record is not written here.",
            "section",
        ),
        (
            1 <= len(change.read) <= MOST_READ and min(change.read, default=0) >= BLANK,
            "Say which texts you had before you.",
            "read",
        ),
        (len(content.body) <= LONGEST_BODY, "Shorten this to 50,000 characters.", "body"),
        (len(content.source) <= LONGEST_SOURCE, "Shorten this to 200 characters.", "source"),
        (rows or content.agency_id is None, "This part names no agency.", "agency_id"),
        (rows or content.nature is None, "This part is not fact or opinion.", "nature"),
        (
            content.choice is None or content.choice in CHOICES.get(section, {}),
            "Choose one of the answers of this part.",
            "choice",
        ),
        (
            content.decision is None or section is Section.OUTCOME,
            "Only the outcome holds a decision.",
            "decision",
        ),
    )
    faults = [Blocker(message, field) for holds, message, field in checks if not holds]
    return [*faults, *draft_faults(content.decision or ChildDraft())]


def is_exploitation(kind: MeetingKind, recorded: Collection[Section]) -> bool:
    """Whether exploitation is asked about: by the type of meeting, or ticked for the child."""
    return kind in EXPLOITATION_KINDS or Section.EXPLOITATION in recorded


def owed(
    kind: MeetingKind, outcome: Outcome | None, recorded: Collection[Section]
) -> list[Section]:
    """What a whole record of a child still lacks; shown, never a reason to refuse."""
    expected = set(EXPECTED)
    if outcome in INITIATED or outcome is Outcome.S47_CONTINUES:
        expected.add(Section.CONDUCT)
    if is_exploitation(kind, recorded):
        expected.update(EXPLOITED)
    return [section for section in Section if section in expected and section not in recorded]


def debt(name: str, missing: Sequence[Section]) -> str:
    """What the record of a child lacks, in a sentence."""
    headings = [HEADINGS[section] for section in missing]
    listed = ", ".join(heading[0].lower() + heading[1:] for heading in headings)
    return f"{name}: not recorded yet: {listed}."


def unsettled(section: Section, name: str | None) -> Blocker:
    """Two texts of one item that nobody has settled stop closing; the item is named."""
    where = f"{HEADINGS[section]}, {name}" if name else HEADINGS[section]
    return Blocker(
        f"{where}: there are two versions of this text. Settle which one stands.", "record"
    )
