"""The record: whatever two people write at once, nothing that nobody has read goes away."""

from uuid import uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import (
    BLANK,
    CHOICES,
    EXPECTED,
    EXPLOITED,
    HEADINGS,
    Change,
    Choice,
    Content,
    Nature,
    Section,
    change_faults,
    debt,
    is_exploitation,
    owed,
    place,
    tidy,
    unsettled,
)
from planning.procedures.rules import MeetingKind, Outcome

WORDS = st.sampled_from(["", "one", "two", "three"])
WRITER = st.sampled_from(["Martin", "Priya"])


def says(body: str) -> Content:
    return Content(body=body)


class TwoWriters(RuleBasedStateMachine):
    """Two pages of one item: each saves against what it last had before it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = {BLANK: Content()}
        self.standing, self.latest = [BLANK], BLANK
        self.page = {"Martin": (BLANK, ""), "Priya": (BLANK, "")}
        self.unread: set[int] = set()

    @rule(writer=WRITER, body=WORDS)
    def types(self, writer: str, body: str) -> None:
        number, _ = self.page[writer]
        self._save(writer, [number], body)

    @rule(writer=WRITER, body=WORDS)
    def settles_all_that_stands(self, writer: str, body: str) -> None:
        number, _ = self.page[writer]
        self._save(writer, [number, *self.standing], body)

    @rule(writer=WRITER)
    def reloads(self, writer: str) -> None:
        number = self.standing[-1]
        self.page[writer] = (number, self.texts[number].body)

    def _save(self, writer: str, read: list[int], body: str) -> None:
        before = set(self.standing)
        placed = place(self.standing, self.latest, self.texts, read, says(body))
        assert placed.is_new == (placed.number == self.latest + 1)
        if placed.is_new:
            self.latest = placed.number
            self.texts[placed.number] = says(body)
        self.standing = placed.standing
        self.page[writer] = (placed.number, body)
        for gone in before - set(self.standing):
            assert gone in read or self.texts[gone].is_blank
        kept = [self.texts[number].body for number in self.standing]
        seen = [self.texts[number].body for number in read]
        assert not body or body in kept or body in seen

    @invariant()
    def something_stands_and_no_text_twice(self) -> None:
        bodies = [self.texts[number].body for number in self.standing]
        assert self.standing == sorted(set(self.standing))
        assert len(bodies) == len(set(bodies)) >= 1

    @invariant()
    def no_empty_text_stands_beside_another(self) -> None:
        assert len(self.standing) == 1 or all(self.texts[n].body for n in self.standing)

    @invariant()
    def a_page_never_holds_a_text_for_one_that_it_did_not_show(self) -> None:
        for number, body in self.page.values():
            if number in self.standing:
                assert self.texts[number].body == body


TestTwoWriters = TwoWriters.TestCase


def test_a_stale_text_stands_beside_the_newer_one_until_settled() -> None:
    texts = {BLANK: says(""), 2: says("Martin’s")}
    beside = place([2], 2, texts, [BLANK], says("Priya’s"))
    assert beside == ([2, 3], 3, True)
    texts[3] = says("Priya’s")
    assert place([2, 3], 3, texts, [3], says("Priya’s, longer")) == ([2, 4], 4, True)
    assert place([2, 3], 3, texts, [2, 3], says("Agreed")) == ([4], 4, True)
    assert place([2, 3], 3, texts, [2, 3], says("Martin’s")) == ([2], 2, False)
    assert place([2, 3], 3, texts, [3], says("")) == ([2], 3, False)


def test_what_was_left_as_it_was_changes_nothing() -> None:
    texts = {BLANK: says(""), 2: says("Old"), 3: says("New")}
    assert place([3], 3, texts, [2], says("Old")) == ([3], 2, False)
    assert place([3], 3, texts, [2], says("New")) == ([3], 3, False)
    assert place([3], 3, texts, [2], says("")) == ([3], 2, False)
    assert place([3], 3, texts, [3], says("")) == ([4], 4, True)


def test_content_is_tidied_and_an_empty_decision_is_none() -> None:
    given = Content(body=" a ", source=" b ", decision=ChildDraft())
    assert tidy(given) == Content(body="a", source="b")
    decided = Content(decision=ChildDraft(outcome=Outcome.S47_CONTINUES))
    assert tidy(decided) == decided
    assert [one.is_blank for one in (Content(agency_id=uuid4()), decided)] == [True, False]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(section=Section.ANALYSIS, content=says("a")), "section"),
        (Change(section=Section.JOINT_OTHER, concern_id=uuid4(), content=says("a")), "section"),
        (Change(section=Section.JOINT_OTHER, read=[], content=says("a")), "read"),
        (Change(section=Section.JOINT_OTHER, read=[0], content=says("a")), "read"),
        (Change(section=Section.JOINT_OTHER, content=says("x" * 50_001)), "body"),
        (Change(section=Section.DISSENT, content=Content(source="x" * 201)), "source"),
        (Change(section=Section.JOINT_OTHER, content=Content(agency_id=uuid4())), "agency_id"),
        (Change(section=Section.JOINT_OTHER, content=Content(nature=Nature.FACT)), "nature"),
        (Change(section=Section.INFORMATION, content=Content(choice=Choice.MET)), "choice"),
        (Change(section=Section.DISSENT, content=Content(decision=ChildDraft())), "decision"),
        (
            Change(
                section=Section.OUTCOME,
                concern_id=uuid4(),
                content=Content(decision=ChildDraft(outcome_reason="x" * 4_001)),
            ),
            "outcome_reason",
        ),
    ],
)
def test_what_no_record_can_hold_is_named(change: Change, field: str) -> None:
    fine = Change(section=Section.INFORMATION, content=Content(nature=Nature.OPINION, body="a"))
    assert [fault.field for fault in change_faults([fine, change])] == [f"items.1.{field}"]


def test_a_save_holds_one_to_four_hundred_items() -> None:
    fine = Change(section=Section.INFORMATION, content=says("a"))
    assert [len(change_faults([fine] * many)) for many in (0, 1, 400, 401)] == [1, 0, 0, 1]


def test_every_section_has_a_heading_and_every_choice_its_words() -> None:
    assert set(HEADINGS) == set(Section)
    assert {choice for words in CHOICES.values() for choice in words} == set(Choice)


def test_a_record_owes_what_its_meeting_and_its_outcome_ask_for() -> None:
    whole = set(EXPECTED)
    assert owed(MeetingKind.INITIAL, None, set()) == list(EXPECTED)
    assert owed(MeetingKind.INITIAL, Outcome.NO_S47_EARLY_HELP, whole) == []
    assert owed(MeetingKind.INITIAL, Outcome.S47_INITIATED_JOINT, whole) == [Section.CONDUCT]
    assert owed(MeetingKind.REVIEW, Outcome.S47_CONTINUES, whole) == [Section.CONDUCT]
    assert owed(MeetingKind.EXPLOITATION, None, whole) == list(EXPLOITED)
    ticked = whole | {Section.EXPLOITATION, Section.CAPACITY}
    assert owed(MeetingKind.INITIAL, None, ticked) == list(EXPLOITED[1:])
    assert not is_exploitation(MeetingKind.INITIAL, set())


def test_debts_and_conflicts_are_named_in_words() -> None:
    missing = [Section.CHILD_VOICE, Section.IDENTITY]
    assert debt("Ada", missing) == "Ada: not recorded yet: the child’s voice, identity and culture."
    assert unsettled(Section.FAMILY, "Ada").message.startswith("What the family is told, Ada: ")
    assert unsettled(Section.JOINT_OTHER, None).message.startswith("Anything else for everybody: ")
