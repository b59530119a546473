"""Hand-overs with their answers, and outcomes that were corrected, as readers see them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.queries.facts import EntryRow
from planning.procedures.rules import HANDED_OVER, Profile


class AnswerSeen(msgspec.Struct, frozen=True):
    """What the receiver said, who there said it, and who recorded it here."""

    accepted: bool
    answered_on: date
    answered_by_name: str
    evidence: str
    recorded_by_name: str
    recorded_at: datetime


class HandOverSeen(msgspec.Struct, frozen=True):
    """A transfer or redirection; `answer` is `None` while the receiver has not answered.

    `receiver` is empty while an emergency has left it unsaid. `is_latest`: no meeting came after.
    """

    entry_id: UUID
    held_at: datetime
    receiver: str
    answer: AnswerSeen | None
    is_latest: bool


class CorrectionSeen(msgspec.Struct, frozen=True):
    """An outcome that stands no more; `entry_id` is the entry that stands in its place now."""

    entry_id: UUID
    was_words: str
    corrected_by_name: str
    corrected_at: datetime
    reason: str


class HandedRow(EntryRow, frozen=True, kw_only=True):
    """An entry with what was said of it afterwards; its chair only for who is in that meeting."""

    entered_by_name: str
    correction_reason: str | None
    authorised_by: UUID | None
    chair_id: UUID | None
    answer: AnswerSeen | None


HANDED_COLUMNS = """
w.name as entered_by_name, e.correction_reason, e.authorised_by, m.chair_id,
(select jsonb_build_object(
     'accepted', s.accepted, 'answered_on', s.answered_on, 'answered_by_name', s.answered_by_name,
     'evidence', s.evidence, 'recorded_by_name', r.name, 'recorded_at', s.recorded_at)
 from hand_over_answer s join person r on r.id = s.recorded_by
 where s.compartment_id = e.compartment_id and s.entry_id = e.id) as answer
"""
HANDED_JOINS = "join person w on w.id = e.entered_by"
"""Beside `chain_entry e` and its meeting `m`."""


def hand_overs_seen(ordered: Sequence[HandedRow]) -> list[HandOverSeen]:
    """Of the entries that stand, in order."""
    return [
        HandOverSeen(
            row.id, row.held_at, row.handed_to or "", row.answer, is_latest=row is ordered[-1]
        )
        for row in ordered
        if row.outcome in HANDED_OVER
    ]


def corrections_seen(
    rows: Sequence[HandedRow], ordered: Sequence[HandedRow], profile: Profile
) -> list[CorrectionSeen]:
    """Every outcome that was corrected, the latest correction of an entry first."""
    by_id = {row.id: row for row in rows}
    found = []
    for standing in ordered:
        row = by_id[standing.id]
        while row.replaces_id:
            was = by_id[row.replaces_id]
            found.append(
                CorrectionSeen(
                    standing.id,
                    was_words(was, profile),
                    row.entered_by_name,
                    row.entered_at,
                    row.correction_reason or "",
                )
            )
            row = was
    return found


def was_words(row: HandedRow, profile: Profile) -> str:
    """An outcome with its reason or receiver."""
    words = profile.outcomes[row.outcome]
    if row.no_decision_reason:
        return f"{words}: {profile.no_decision_reasons[row.no_decision_reason]}"
    return f"{words}: {row.handed_to}" if row.handed_to else words
