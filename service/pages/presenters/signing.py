"""What a signatory reads before answering: at a glance, capacity, conditions, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planning.capacity.rules.over import OverCommitment
from planning.people.rules import Actor
from planning.plans.rules.lines import Schedule
from planning.plans.rules.templates import PLAN_WORDS
from planning.plans.rules.values import plain_decimal
from planning.sign_offs.queries.delegates import SignerSeen
from planning.sign_offs.queries.lacking import Lacking
from planning.sign_offs.queries.parts import ConditionToConfirm
from planning.sign_offs.queries.states import SignOffState
from planning.sign_offs.queries.threads import AnswerToReplyTo, ReplySeen
from planning.sign_offs.rules import ANSWER_WORDS, Answer
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import Deadline, moment, short_day, short_moment
from service.pages.presenters.sign_offs import ANSWERS
from service.pages.presenters.work import WorkLine


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said about an answer."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class SignerLine:
    """Somebody on the agency's list; `take_back` is an address, "" where it is not offered."""

    name: str
    title: str
    dates: str
    delegate: str
    take_back: str


def to_reply(found: AnswerToReplyTo) -> WorkLine:
    """An agency's question, request or refusal, which the operation's lead replies to."""
    return WorkLine(
        text=f"Reply to {found.agency_name}: {ANSWER_WORDS[found.answer].lower()}",
        href=f"/plans/{found.plan_id}/answers/{found.sign_off_id}",
        about=f"{found.operation_name}, {PLAN_WORDS[found.kind]}",
        due=Deadline(moment(found.answered_at), "said", late=False),
    )


def lacks(found: Lacking) -> WorkLine:
    """A plan that the operation's lead waits to have signed."""
    return WorkLine(
        text=f"Waiting for {count(len(found.agencies), 'agency', 'agencies')} to sign:"
        f" {found.operation_name}, {PLAN_WORDS[found.kind]}",
        href=f"/plans/{found.plan_id}",
        about=listed(found.agencies),
        due=Deadline(moment(found.submitted_at), "submitted", late=False),
    )


def to_confirm(found: ConditionToConfirm) -> WorkLine:
    """A condition of one's agency that was shown to be met."""
    return WorkLine(
        text=f"Confirm a condition: {found.condition}",
        href=f"/plans/{found.plan_id}/schedule",
        about=f"{found.operation_name}. {found.owner_name} says that it is met.",
        due=Deadline(moment(found.met_at), "shown", late=False),
    )


def glance(schedule: Schedule | None, state: SignOffState | None) -> str:
    """What the page holds, in one line."""
    if schedule is None:
        return ""
    lines: dict[str, int] = {"role": len(schedule.roles), "resource": len(schedule.resources)}
    counted = " and ".join(count(number, what) for what, number in lines.items() if number)
    return f"Your agency commits {counted or 'nothing'}. {_changed(state)}".strip()


def _changed(state: SignOffState | None) -> str:
    if state is None or state.answer is None:
        return ""
    if state.answer.plan_version_id == state.plan_version_id:
        return ""
    changes = count(len(state.changes), "change") if state.changes else "Nothing that you sign"
    verb = "since" if state.changes else "changed since"
    return f"{changes} {verb} your agency answered version {state.answer.number}."


def answers_for(schedule: Schedule, hindered: Sequence[str]) -> list[tuple[str, str, str]]:
    """The answers that make sense: no role only without rows, signing only for who may."""
    left_out = {Answer.SIGNED.value} if schedule.is_empty else {Answer.NO_ROLE.value}
    if hindered:
        left_out = {Answer.SIGNED.value, Answer.SIGNED_WITH_CONDITIONS.value, Answer.NO_ROLE.value}
    return [one for one in ANSWERS if one[0] not in left_out]


def over_words(found: Sequence[OverCommitment], actor: Actor) -> list[str]:
    """Each of the agency's resources of which too much is committed, worst week first named."""
    by_type: dict[str, list[OverCommitment]] = {}
    for one in found:
        if one.agency_id == actor.agency_id:
            by_type.setdefault(one.type_words, []).append(one)
    return [_over(words, weeks) for words, weeks in by_type.items()]


def _over(words: str, weeks: Sequence[OverCommitment]) -> str:
    worst = max(weeks, key=lambda one: one.committed - one.declared)
    return (
        f"{words}: too much is committed in {count(len(weeks), 'week')}. In the week of"
        f" {short_day(worst.week_on)} your agency has {plain_decimal(worst.declared)}"
        f" {worst.unit} and commits {plain_decimal(worst.committed)}, all operations together."
    )


def thread(replies: Sequence[ReplySeen]) -> list[Said]:
    """What was said, oldest first."""
    return [
        Said(
            who=f"{one.said_by_name}{', the operation’s lead' if one.by_lead else ''}",
            when=short_moment(one.said_at),
            text=one.text,
        )
        for one in replies
    ]


def signer_lines(
    signers: Sequence[SignerSeen], *, may_delegate: bool, today: date
) -> list[SignerLine]:
    """The agency's list, with who named each delegate and why."""
    return [
        SignerLine(
            name=one.name,
            title=one.job_title,
            dates=_dates(one, today),
            delegate=f"Named by {one.delegated_by_name}: {one.delegation_reason}"
            if one.delegated_by_name
            else "",
            take_back=f"/signing/delegates/{one.id}/withdraw"
            if one.delegated_by_name and may_delegate
            else "",
        )
        for one in signers
    ]


def _dates(one: SignerSeen, today: date) -> str:
    begins = f"From {short_day(one.from_on)}" if one.from_on > today else ""
    ends = f"until {short_day(one.until_on)}" if one.until_on else ""
    words = " ".join(part for part in (begins, ends) if part)
    return words[:1].upper() + words[1:] if words else "Now"
