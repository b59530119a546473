"""Children handed over, and outcomes corrected, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planning.chains.queries import ChainSeen, HandOverWaiting
from planning.chains.queries.handing import AnswerSeen, CorrectionSeen, HandOverSeen
from service.pages.presenters.counts import listed
from service.pages.presenters.dates import Deadline, day, short_day, short_moment
from service.pages.presenters.work import WorkLine

UNNAMED = "the receiver"


@dataclass(frozen=True, slots=True)
class WasLine:
    """An outcome that stands no more, and who corrected it, when and why."""

    words: str
    told: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a hand-over; `href` is where its answer is recorded, of a refusal empty."""

    heading: str
    told: str
    href: str


def questions(chain: ChainSeen) -> list[Asked]:
    """Hand-overs without an answer; the latest one, too, if it was refused."""
    return [
        _asked(one, chain)
        for one in chain.hand_overs
        if one.answer is None or (one.is_latest and not one.answer.accepted)
    ]


def receiver_lines(receiver: HandOverSeen | None) -> list[str]:
    """To whom, and what was said to it."""
    if receiver is None:
        return []
    to = f"Handed over to: {receiver.receiver or 'not named yet'}."
    return [to, answer_words(receiver.answer) if receiver.answer else "Not answered yet."]


def answer_words(answer: AnswerSeen) -> str:
    """Who said what, and what shows it."""
    said = "Accepted" if answer.accepted else "Refused"
    by = f"{said} on {short_day(answer.answered_on)} by {answer.answered_by_name}"
    return f"{by}: {answer.evidence} Recorded by {answer.recorded_by_name}."


def was_lines(corrections: Sequence[CorrectionSeen]) -> list[WasLine]:
    """Every earlier outcome of one meeting."""
    return [
        WasLine(
            one.was_words,
            f"Corrected by {one.corrected_by_name} on {short_moment(one.corrected_at)}:"
            f" {one.reason}",
        )
        for one in corrections
    ]


def work_of_hand_over(found: HandOverWaiting) -> WorkLine:
    """A receiver to be asked."""
    waits = "no answer, ask again" if found.late else "no answer yet"
    return WorkLine(
        text=f"Has {found.child_name} been accepted by the receiver?",
        href=f"/concerns/{found.concern_id}",
        about="Handed over. Record the answer when there is one.",
        due=Deadline(day(found.handed_over_on), waits, late=found.late),
    )


def corrected_notice(follow_no_more: Sequence[date], *, in_minutes: bool) -> str:
    """What to do after a correction."""
    told = ["The outcome is corrected."]
    if in_minutes:
        told.append("The approved minutes still tell the old one: add an addendum to them.")
    if follow_no_more:
        days = listed([short_day(on) for on in follow_no_more])
        told.append(f"Look at the meetings of {days} too: their outcomes do not follow from it.")
    return " ".join(told)


def _asked(one: HandOverSeen, chain: ChainSeen) -> Asked:
    receiver = one.receiver or UNNAMED
    when = f"Handed over on {short_moment(one.held_at)}."
    if one.answer:
        return Asked(
            f"Refused: {receiver}",
            f"{answer_words(one.answer)} Nobody else has the child: hold the next meeting.",
            "",
        )
    return Asked(
        f"Has the child been accepted by {receiver}?",
        f"{when} Until they accept, the child stays yours.",
        f"/concerns/{chain.concern.id}/entries/{one.entry_id}/answer",
    )
