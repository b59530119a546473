"""What chairs of the demo write into the record of one child's meeting."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.record import Change, Choice, Content, Nature, Section
from planning.procedures.rules import INITIATED, Outcome
from service.demo.words import (
    ANALYSIS,
    INFORMATION,
    JOINT,
    RECORDED,
    TOLD,
    VOICES,
    WELCOME,
    WHY_MET,
)


def record_changes(
    concern_id: UUID, draft: ChildDraft, agencies: Mapping[str, UUID], turn: int
) -> list[Change]:
    """The joint part, the child's part with what this turn's agencies say, and the outcome."""
    child = [
        *_information(agencies, turn),
        (Section.CHILD_VOICE, Content(body=VOICES[turn % len(VOICES)])),
        (Section.ANALYSIS, Content(body=ANALYSIS)),
        *((section, Content(body=body)) for section, body in RECORDED.items()),
        (Section.THRESHOLD, Content(choice=_threshold(draft), body=WHY_MET)),
        (Section.OUTCOME, Content(decision=draft)),
        (Section.FAMILY, Content(choice=Choice.TOLD, body=TOLD)),
    ]
    if draft.outcome in INITIATED or draft.outcome is Outcome.S47_CONTINUES:
        child.append((Section.CONDUCT, Content(choice=Choice.JOINT)))
    return [
        Change(section=Section.JOINT_WELCOME, content=Content(body=WELCOME)),
        Change(section=Section.JOINT_INFORMATION, content=Content(body=JOINT)),
        *(
            Change(section=section, concern_id=concern_id, content=content)
            for section, content in child
        ),
    ]


def _information(agencies: Mapping[str, UUID], turn: int) -> Iterator[tuple[Section, Content]]:
    for agency, nature, body in INFORMATION[turn % len(INFORMATION)]:
        content = Content(body=body, agency_id=agencies[agency], nature=Nature(nature))
        yield Section.INFORMATION, content


def _threshold(draft: ChildDraft) -> Choice:
    return Choice.NOT_YET if draft.outcome is Outcome.ADJOURNED else Choice.MET
