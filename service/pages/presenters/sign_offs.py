"""Who has signed what, and what one agency commits, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from planning.people.rules import Actor
from planning.plans.queries.versions import ScheduleSeen, VersionSeen
from planning.plans.rules.differences import Difference
from planning.plans.rules.lines import PHASE_WORDS, ResourceLine, RoleLine
from planning.plans.rules.lines import STATUS_WORDS as STATE_WORDS
from planning.plans.rules.values import plain_decimal
from planning.sign_offs.queries.evidence import AnswerSeen, ConditionSeen
from planning.sign_offs.queries.states import SignOffState
from planning.sign_offs.rules import ANSWER_WORDS, SIGNATURES, STATUS_WORDS, Answer, Status
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.plans import period, read_out
from service.pages.presenters.tags import Tag, Tone

_TONES: dict[Status, Tone] = {
    Status.NOT_SUBMITTED: "grey",
    Status.WAITING: "blue",
    Status.HOLDS: "green",
    Status.CONDITIONS: "amber",
    Status.SUPERSEDED: "amber",
    Status.WITHDRAWN: "red",
    Status.REFUSED: "red",
    Status.CHANGES_REQUESTED: "red",
    Status.ASKED: "blue",
}
AWAITED = {Status.WAITING, Status.SUPERSEDED, Status.WITHDRAWN}
ANSWERS = [
    (Answer.SIGNED.value, "Sign", "Your agency commits to this schedule"),
    (Answer.SIGNED_WITH_CONDITIONS.value, "Sign with conditions", "It counts as a signature"),
    (Answer.ASKED.value, "Ask a question", "An earlier signature stays"),
    (Answer.CHANGES_REQUESTED.value, "Request changes", "Your agency has not signed until then"),
    (Answer.REFUSED.value, "Refuse", "With the reason"),
    (Answer.NO_ROLE.value, "No role for this agency", "Only while the schedule is empty"),
]


@dataclass(frozen=True, slots=True)
class ConditionShown:
    """A condition; `meet` and `confirm` are addresses, "" when not offered."""

    text: str
    owner: str
    due: str
    tag: Tag
    evidence: str
    meet: str
    confirm: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one agency stands to the plan's current version; `thread` is where to reply to it."""

    agency: str
    tag: Tag
    detail: str
    note: str
    changes: list[str]
    conditions: list[ConditionShown]
    thread: str
    awaited: bool


@dataclass(frozen=True, slots=True)
class Commitment:
    """A role or resource line of a schedule."""

    title: str
    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SharedSection:
    """A section that every agency signs, as the version holds it."""

    title: str
    rows: list[tuple[str, str]]


def standings(states: Sequence[SignOffState], actor: Actor) -> list[Standing]:
    """Every required agency, by name."""
    return [standing(one, actor) for one in states]


def standing(state: SignOffState, actor: Actor) -> Standing:
    """One agency: its answer, what changed since, what is still open."""
    return Standing(
        agency=state.agency_name,
        tag=Tag(STATUS_WORDS[state.status], _TONES[state.status]),
        detail=_detail(state.answer),
        note=state.answer.note if state.answer else "",
        changes=change_words(state.changes),
        conditions=[_condition(one, state, actor) for one in state.conditions],
        thread=_thread(state.answer),
        awaited=state.status in AWAITED,
    )


def _thread(answer: AnswerSeen | None) -> str:
    if answer is None or answer.answer in SIGNATURES:
        return ""
    return f"/plans/{answer.plan_id}/answers/{answer.id}"


def _detail(answer: AnswerSeen | None) -> str:
    if answer is None:
        return ""
    given = (
        f"{ANSWER_WORDS[answer.answer]} by {answer.person_name} on"
        f" {short_moment(answer.answered_at)}, for version {answer.number}."
    )
    return f"{given} Withdrawn: {answer.withdrawn_reason}" if answer.withdrawn else given


def _condition(one: ConditionSeen, state: SignOffState, actor: Actor) -> ConditionShown:
    here = f"/plans/{state.plan_id}/conditions/{one.id}"
    is_open = one.confirmed_at is None
    own = state.agency_id == actor.agency_id
    mine = one.owner_id == actor.person_id
    return ConditionShown(
        text=one.condition,
        owner=one.owner_name,
        due=short_day(one.due_on),
        tag=_condition_tag(one),
        evidence=one.evidence or "",
        meet=f"{here}/meet" if is_open and mine else "",
        confirm=f"{here}/confirm" if is_open and one.met_at and own and not mine else "",
    )


def _condition_tag(one: ConditionSeen) -> Tag:
    if one.confirmed_at:
        return Tag("Met and confirmed", "green")
    if one.met_at:
        return Tag("Waits for confirmation", "blue")
    return Tag("Open, keeps the gate shut", "red") if one.blocking else Tag("Open", "amber")


def change_words(changes: Sequence[Difference]) -> list[str]:
    """Each change as a sentence."""
    return [one.words for one in changes]


def can_withdraw(state: SignOffState | None, actor: Actor) -> UUID | None:
    """The signature that this person's agency can take back."""
    if state is None or state.answer is None or state.agency_id != actor.agency_id:
        return None
    given = state.answer
    return given.id if given.answer in SIGNATURES and not given.withdrawn else None


def commitments(schedule: ScheduleSeen) -> list[Commitment]:
    """What the agency commits: its roles, then its resources."""
    content = schedule.content
    return [
        *(Commitment(one.title, _role_rows(one)) for one in content.roles),
        *(Commitment(one.kind, _resource_rows(one)) for one in content.resources),
    ]


def _role_rows(one: RoleLine) -> list[tuple[str, str]]:
    rows = [
        ("Responsibilities", one.responsibilities),
        ("Authority", one.authority_limit),
        ("When", period(one.from_on, one.until_on)),
    ]
    return [row for row in rows if row[1]]


def _resource_rows(one: ResourceLine) -> list[tuple[str, str]]:
    gap = one.requested - one.committed
    short = f", {plain_decimal(gap)} short" if gap > 0 else ""
    rows = [
        ("Committed", f"{plain_decimal(one.committed)} {one.unit}"),
        ("Asked for", f"{plain_decimal(one.requested)} {one.unit}{short}"),
        ("When", f"{period(one.from_on, one.until_on)}, {PHASE_WORDS[one.phase]}"),
        ("Funding", one.funding),
        ("State", STATE_WORDS[one.status] if one.status else ""),
        ("Stops elsewhere", one.backfill),
    ]
    return [row for row in rows if row[1]]


def shared(version: VersionSeen, names: Mapping[str, str]) -> list[SharedSection]:
    """The sections that every agency signs, empty ones left out."""
    sections = [
        SharedSection(
            section.title,
            read_out(section, version.content.sections.get(section.key, {}), names, material=True),
        )
        for section in version.template.sections
    ]
    return [one for one in sections if one.rows]
