"""Escalations in words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from planning import clock
from planning.escalations.queries import (
    EscalationCourse,
    EscalationSeen,
    Raisable,
    StepSeen,
    Which,
)
from planning.escalations.rules import LAST_STAGE, EscalationKind, State, Step
from planning.plans.rules.templates import PLAN_WORDS, PlanKind
from service.pages.presenters.dates import Deadline, day, deadline, moment
from service.pages.presenters.tags import Tag

WHICH_WORDS = {
    Which.WAITING: "Waiting for you",
    Which.RAISED: "Raised by you",
    Which.AGENCY: "Of your agency",
}
EMPTY_WORDS = {
    Which.WAITING: "No escalations wait for you",
    Which.RAISED: "You have raised no escalation",
    Which.AGENCY: "You see no escalation of your agency",
}
KIND_WORDS = {
    EscalationKind.DRIFT: "No decision for too long",
    EscalationKind.DECISION: "Disagreement with a decision",
    EscalationKind.PLAN: "Disagreement with a plan",
}
KIND_OPTIONS = [
    (EscalationKind.DECISION.value, "I disagree with what was decided, or with what was not"),
    (EscalationKind.DRIFT.value, "Nothing is decided for too long"),
]
_TAGS = {
    State.OPEN: Tag("Waiting for an answer", "blue"),
    State.ANSWERED: Tag("Answered", "amber"),
    State.ACCEPTED: Tag("Resolved", "green"),
    State.WITHDRAWN: Tag("Withdrawn", "grey"),
    State.UNRESOLVED: Tag("Unresolved", "red"),
}
_STEP_WORDS = {
    Step.RAISED: "Raised",
    Step.ASKED: "{owner} asked",
    Step.SKIPPED: "Nobody to be found at stage {stage}: moved up at once",
    Step.ANSWERED: "Answered",
    Step.ACCEPTED: "Accepted: resolved",
    Step.MOVED_UP: "Moved up: the answer did not do",
    Step.TIMED_OUT: "Not answered in time: moved up",
    Step.PASSED_OVER: "{owner} cannot answer: somebody else is asked",
    Step.WITHDRAWN: "Withdrawn",
    Step.UNRESOLVED: "Unresolved: gone to the partnership",
}
_TONES = {
    Step.TIMED_OUT: "red",
    Step.UNRESOLVED: "red",
    Step.MOVED_UP: "amber",
    Step.SKIPPED: "amber",
    Step.PASSED_OVER: "amber",
    Step.ACCEPTED: "green",
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """One escalation in a list; `due` while it waits for an answer."""

    about: str
    href: str
    why: str
    kind: str
    stage: str
    tag: Tag
    due: Deadline | None
    when: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done; `main` is what is likely."""

    text: str
    href: str
    main: bool


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One step of the time line."""

    title: str
    when: str
    tag: Tag
    tone: str
    lines: list[str]


def about_words(found: EscalationSeen) -> str:
    """The child, or the plan with its operation."""
    if found.plan_kind:
        return f"{found.operation_name}, {PLAN_WORDS[PlanKind(found.plan_kind)]}"
    return str(found.child_name or "a plan")


def raisable_words(found: Raisable) -> str:
    """The same before it is raised."""
    plan = f", {PLAN_WORDS[PlanKind(found.plan_kind)]}" if found.plan_kind else ""
    return f"{found.name}{plan}"


def due_words(found: EscalationSeen, now: datetime, closed: frozenset[date]) -> Deadline:
    """By when the stage is answered; of an urgent one with its hour."""
    if found.urgent:
        late = now >= found.due_at
        return Deadline(_before(found.due_at), "late" if late else "urgent", late=late)
    return deadline(found.due_on, clock.today(now), closed)


def is_open(found: EscalationSeen) -> bool:
    """Whether an owner is asked."""
    return found.state is State.OPEN


def state_tag(found: EscalationSeen) -> Tag:
    """Where it stands."""
    return _TAGS[found.state]


def list_line(found: EscalationSeen, now: datetime, closed: frozenset[date]) -> ListLine:
    """One in a list."""
    waits = found.state is State.OPEN
    return ListLine(
        about=about_words(found),
        href=f"/escalations/{found.id}",
        why=found.reason,
        kind=_kind(found) + (". Urgent." if found.urgent else ""),
        stage=f"{found.stage} of {LAST_STAGE}",
        tag=_TAGS[found.state],
        due=due_words(found, now, closed) if waits else None,
        when=moment(found.ended_at or found.answered_at or found.raised_at),
    )


def standing(course: EscalationCourse) -> str:
    """Stage 2 of 4, Head of service: Helen Osei must answer."""
    found = course.escalation
    stage = f"Stage {found.stage} of {LAST_STAGE}, {course.titles[found.stage - 1]}"
    if found.state is State.OPEN:
        return f"{stage}: {found.owner_name} must answer"
    if found.state is State.ANSWERED:
        return f"{stage}: {found.owner_name} has answered"
    return stage


def moves_up_words(course: EscalationCourse) -> str:
    """When it goes on without an answer."""
    at = _before(course.escalation.moves_up_at)
    if course.escalation.stage == LAST_STAGE:
        return f"Unanswered, it goes to the partnership: {at}."
    return f"Unanswered, it moves up: {at}."


def _kind(found: EscalationSeen) -> str:
    """The clock raises a plan only for signatures that it lacks."""
    if found.plan_id and found.by_clock:
        return "A plan that is not signed"
    return KIND_WORDS[found.kind]


def rows(course: EscalationCourse) -> list[tuple[str, str]]:
    """What is known of it, apart from its course."""
    found = course.escalation
    raiser = found.raised_by_name or "the clock"
    told = [
        ("About", _kind(found)),
        *([("Tier", "Police-sensitive")] if found.police_sensitive else []),
        ("Why", found.reason),
        ("Raised", f"{moment(found.raised_at)}, by {raiser}"),
        ("Answers", found.agency_name),
    ]
    if found.outcome and found.child_safe_meanwhile:
        told += [("Answer", found.outcome), ("Child safe meanwhile", found.child_safe_meanwhile)]
    return told


def subject_link(found: EscalationSeen) -> tuple[str, str] | None:
    """Where it came from; nowhere for who was let in to answer about a plan and no further."""
    if found.plan_id and not found.plan_kind:
        return None
    if found.plan_id:
        return "See the plan", f"/plans/{found.plan_id}"
    return "See the child’s meetings", f"/concerns/{found.concern_id}"


def acts(course: EscalationCourse, person_id: UUID) -> list[Choice]:
    """What the person may do next, the most likely first."""
    found, place = course.escalation, f"/escalations/{course.escalation.id}"
    if found.state is State.OPEN and found.owner_id == person_id:
        return [Choice("Answer", f"{place}/answer", main=True)]
    if not course.may_settle or found.state not in {State.OPEN, State.ANSWERED}:
        return []
    withdraw = Choice("Withdraw the escalation", f"{place}/withdraw", main=False)
    if found.state is State.OPEN:
        return [withdraw]
    return [
        Choice("Accept the answer", f"{place}/accept", main=True),
        Choice("Move it up: the answer does not do", f"{place}/move-up", main=False),
        withdraw,
    ]


def _before(at: datetime) -> str:
    """A moment; midnight as the end of the day that it ends."""
    local = at.astimezone(clock.LONDON)
    if local.time() != time(0):
        return moment(at)
    return f"the end of {day(local.date() - timedelta(days=1))}"


def timeline(course: EscalationCourse) -> list[CourseLine]:
    """What happened, the latest first."""
    return [_line(step, course.titles) for step in reversed(course.steps)]


def _line(step: StepSeen, titles: list[str]) -> CourseLine:
    words = _STEP_WORDS[step.act].format(owner=step.owner_name, stage=step.stage)
    by = [f"{step.by_name}, {step.by_agency_name}"] if step.by_name else []
    due = [f"Answer due by {_before(step.due_at)}"] if step.due_at else []
    safe = step.child_safe_meanwhile
    asked = step.act in {Step.RAISED, Step.ANSWERED, Step.MOVED_UP}
    told = f"Child safe meanwhile: {safe or 'nobody has said'}"
    return CourseLine(
        title=words,
        when=moment(step.at),
        tag=Tag(f"Stage {step.stage}: {titles[step.stage - 1]}", "grey"),
        tone=_TONES.get(step.act, ""),
        lines=[*by, *([step.words] if step.words else []), *([told] if asked else []), *due],
    )
