"""What an audit asks, how a sample is asked for, and what of the answers may be told.

A sample is drawn by algorithm 1 (decision 0036): concerns ranked by the SHA-256 of seed and id;
strata take turns by how much of each is taken. Whoever has seed and population draws it again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from planning.errors import Blocker
from planning.measures.rules import Shown
from planning.measures.rules.hiding import hidden_lines

FEWEST, MOST = 6, 200
"""A sample of five would tell of single children."""
LONGEST_SEED, LONGEST_WORDS = 100, 4000
TOO_FEW = "Fewer concerns had a meeting then. Choose a longer time or a smaller sample."


class Strata(StrEnum):
    """By what the sample resembles the whole."""

    NONE = "none"
    TEAM = "team"
    OUTCOME = "outcome"


class Answer(StrEnum):
    """What an auditor says to a question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    CANNOT_TELL = "cannot_tell"
    DOES_NOT_APPLY = "does_not_apply"


ANSWER_WORDS = {
    Answer.YES: "Yes",
    Answer.PARTLY: "Partly",
    Answer.NO: "No",
    Answer.CANNOT_TELL: "Cannot tell",
    Answer.DOES_NOT_APPLY: "Does not apply",
}
EXPLAINED = frozenset({Answer.PARTLY, Answer.NO})


class Question(msgspec.Struct, frozen=True):
    """What the auditor looks for; `source` is the review's paragraph (design: The problem)."""

    key: str
    words: str
    source: str


QUESTIONS = (
    Question(
        "section_47",
        "Was section 47 used when there was reasonable cause to suspect significant harm?",
        "§4.15, §5.2",
    ),
    Question("purpose", "Was it clear before each meeting what it was to decide?", "§5.2"),
    Question("repeats", "Does the record explain why each repeat could not decide?", "§4.16"),
    Question("decision", "Did the decision come as soon as it could, and say why?", "§4.16"),
    Question("agencies", "Were the agencies there that had something to tell or do?", "§4.21"),
    Question("sharing", "Did each agency share what the child’s safety needed?", "§4.23, §4.24"),
    Question("voice", "Was the child heard, in words that the child would know again?", "§4.31"),
    Question(
        "identity", "Were identity and culture, and what they mean here, considered?", "§4.28"
    ),
    Question(
        "consent",
        "If exploitation was possible: were capacity, consent and coercion weighed?",
        "§4.12",
    ),
    Question(
        "protection",
        "If the police investigated: was protection weighed against evidence, in writing?",
        "§4.12, §4.19",
    ),
    Question(
        "victim", "Was the child treated as a victim throughout, never as an offender?", "§4.17"
    ),
)
_KEYS = frozenset(question.key for question in QUESTIONS)


class Draw(msgspec.Struct, frozen=True):
    """How a sample is to be drawn; both days count, `due_on` is the last day of auditing."""

    seed: str
    size: int
    from_on: date
    until_on: date
    due_on: date
    strata: Strata = Strata.NONE


class Found(msgspec.Struct, frozen=True):
    """An answer to a question; `words` are needed where something was amiss."""

    answer: Answer
    words: str = ""


class Count(msgspec.Struct, frozen=True):
    """How many cases had an answer."""

    answer: Answer
    cases: Shown


class Counted(msgspec.Struct, frozen=True):
    """The answers to one question over all cases of a sample."""

    question: Question
    counts: list[Count]


def draw_blockers(draw: Draw, *, today: date) -> list[Blocker]:
    """Why a sample cannot be drawn so."""
    found = [
        (
            not 1 <= len(draw.seed.strip()) <= LONGEST_SEED,
            Blocker(f"Enter a seed of up to {LONGEST_SEED} characters.", "seed"),
        ),
        (
            not FEWEST <= draw.size <= MOST,
            Blocker(f"Choose between {FEWEST} and {MOST} cases.", "size"),
        ),
        (draw.from_on > draw.until_on, Blocker("Choose a last day after the first.", "until_on")),
        (draw.until_on >= today, Blocker("Choose a last day that is over.", "until_on")),
        (draw.due_on <= today, Blocker("Choose a day that is still to come.", "due_on")),
    ]
    return [blocker for wrong, blocker in found if wrong]


def finding_blockers(found: Mapping[str, Found]) -> list[Blocker]:
    """What is missing before a case is audited: each question its answer, each lack its words."""
    faults = [Blocker("There is no such question.", key) for key in sorted(set(found) - _KEYS)]
    for question in QUESTIONS:
        said = found.get(question.key)
        if said is None:
            faults.append(Blocker(f"Answer: {question.words}", question.key))
        elif said.answer in EXPLAINED and not said.words.strip():
            faults.append(Blocker("Say what was missing.", f"{question.key}_words"))
        elif len(said.words) > LONGEST_WORDS:
            faults.append(
                Blocker(f"Use at most {LONGEST_WORDS} characters.", f"{question.key}_words")
            )
    return faults


def counted(found: Sequence[tuple[str, Answer, int]]) -> list[Counted]:
    """Every question with its counts, small ones hidden; nothing where nothing was counted."""
    if not found:
        return []
    times = {(key, answer): cases for key, answer, cases in found}
    return [
        Counted(question, _shown({one.value: times.get((question.key, one), 0) for one in Answer}))
        for question in QUESTIONS
    ]


def _shown(cases: Mapping[str, int]) -> list[Count]:
    """Their sum is known: it is the number of cases that were audited."""
    lines = hidden_lines(cases)
    return [Count(Answer(key), lines.shown(key, count)) for key, count in cases.items()]
