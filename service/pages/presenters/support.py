"""The support of children in words: what a plan needs, contact, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planning.clock import today
from planning.support.queries import Caseload, SupportSeen
from planning.support.queries.plans import ChildPlanSeen, ContactSeen
from planning.support.rules.contact import ContactKind, ContactState, WeekSeen
from planning.support.rules.plans import ASSESSMENTS, PartKey
from planning.support.rules.posts import POST_WORDS, SOON, Need, Post, is_due
from service.pages.presenters.counts import count
from service.pages.presenters.dates import Deadline, day, deadline, short_day, short_moment
from service.pages.presenters.tags import Tag, Tone
from service.pages.presenters.work import WorkLine

NEED_WORDS = {
    Need.WORKER: "No key worker",
    Need.DEPUTY: "No deputy",
    Need.CONTACT: "Contact overdue",
    Need.RISK: "Risk not assessed in time",
    Need.REVIEW: "Review due",
    Need.ASSESSMENT: "Assessment due",
    Need.TURNS_18: "Turning 18",
}
_NEED_TONES: dict[Need, Tone] = {
    Need.WORKER: "red",
    Need.CONTACT: "red",
    Need.RISK: "red",
    Need.TURNS_18: "blue",
}
CONTACT_TONES: dict[ContactState, Tone] = {
    ContactState.NOT_EXPECTED: "grey",
    ContactState.MET: "green",
    ContactState.DUE: "blue",
    ContactState.OVERDUE: "red",
}
CONTACT_WORDS = {
    ContactState.NOT_EXPECTED: "None promised now",
    ContactState.MET: "Met",
    ContactState.DUE: "Due this week",
    ContactState.OVERDUE: "Overdue",
}
KIND_WORDS = {
    ContactKind.VISIT: "Visit",
    ContactKind.VIDEO: "Video call",
    ContactKind.PHONE: "Phone call",
    ContactKind.MESSAGE: "Messages back and forth",
    ContactKind.ATTEMPT: "Tried, no answer",
}
PART_WORDS = {
    PartKey.WISHES: "Wishes and feelings",
    PartKey.PHYSICAL: "Physical health",
    PartKey.PSYCHOLOGICAL: "Psychological health",
    PartKey.SOCIAL: "Social life",
    PartKey.EMOTIONAL: "Emotional wellbeing",
    PartKey.PROTECTION: "Protection as a witness",
    PartKey.FAMILY: "Family and carers",
    PartKey.JUSTICE: "Criminal justice",
    PartKey.PRECEDENCE: "Which plan comes first",
    PartKey.EXIT: "How support will end",
}
PART_HINTS = {
    PartKey.WISHES: "In the young person’s own words where you can",
    PartKey.PHYSICAL: "What was found and what follows from it",
    PartKey.PSYCHOLOGICAL: "What was found and what follows from it",
    PartKey.SOCIAL: "Friends, school, where they feel safe, what was found",
    PartKey.EMOTIONAL: "What was found and what follows from it",
    PartKey.PROTECTION: "Measures for the witness. Keep addresses and tactics in the police tier",
    PartKey.FAMILY: "Who supports parents, carers, brothers and sisters, and with what",
    PartKey.JUSTICE: "Steps so far and next, special measures, who goes with them to court",
    PartKey.PRECEDENCE: "Other plans of this child, and which decides where two differ",
    PartKey.EXIT: "What comes after, who stays in touch, what would bring support back",
}
KINDS = [
    (ContactKind.VISIT.value, KIND_WORDS[ContactKind.VISIT]),
    (ContactKind.VIDEO.value, KIND_WORDS[ContactKind.VIDEO]),
    (ContactKind.PHONE.value, KIND_WORDS[ContactKind.PHONE]),
    (ContactKind.MESSAGE.value, KIND_WORDS[ContactKind.MESSAGE]),
    (ContactKind.ATTEMPT.value, KIND_WORDS[ContactKind.ATTEMPT], "On record, but does not count"),
]
POSTS = [(one.value, POST_WORDS[one].capitalize()) for one in Post]


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A row of the operation's list."""

    href: str
    name: str
    reference: str
    needs: list[Tag]
    worker: str
    deputy: str
    contact: str
    due: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of the plan with what is done about it."""

    key: str
    title: str
    content: str
    state: Tag | None
    written: str


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week of contact."""

    week: str
    contacts: int
    state: Tag


def child_line(one: SupportSeen) -> ChildLine:
    """One child as the list shows it."""
    child = one.child
    return ChildLine(
        href=f"/support/{child.id}",
        name=child.child_name,
        reference=child.reference,
        needs=need_tags(one),
        worker=child.worker_name or "Nobody yet",
        deputy=child.deputy_name or "Nobody yet",
        contact=contact_words(one),
        due=_next_due(one),
    )


def need_tags(one: SupportSeen) -> list[Tag]:
    """What the plan needs as tags; support that has ended, or nothing, says so."""
    if one.child.ended_on:
        return [Tag("Support has ended", "grey")]
    tags = [Tag(NEED_WORDS[need], _NEED_TONES.get(need, "amber")) for need in one.needs]
    return tags or [Tag("Up to date", "green")]


def contact_words(one: SupportSeen) -> str:
    """1 of 2 this week, 0 of 2 last week."""
    contact = one.contact
    if contact.state is ContactState.NOT_EXPECTED:
        return f"{contact.this_week} this week"
    this = f"{contact.this_week} of {contact.minimum} this week"
    if contact.state is ContactState.OVERDUE:
        return f"{this}, {contact.last_week} of {contact.minimum} last week"
    return this


def contact_tag(one: SupportSeen) -> Tag:
    """Whether the promised contact was made."""
    return Tag(CONTACT_WORDS[one.contact.state], CONTACT_TONES[one.contact.state])


def holder_name(one: SupportSeen, post: Post) -> str:
    """Who holds a post of the child."""
    name = one.child.worker_name if post is Post.WORKER else one.child.deputy_name
    return name or "Nobody"


def turning_18(one: SupportSeen, now: datetime) -> str:
    """When the child becomes or became an adult, where that is near."""
    if one.turns_18_on is None:
        return ""
    verb = "turned" if one.turns_18_on <= today(now) else "turns"
    return f"{one.child.child_name} {verb} 18 on {day(one.turns_18_on)}."


def caseload_words(found: Caseload) -> str:
    """2 children, at most 3."""
    children = count(found.children, "child", "children")
    return f"{children}, at most {found.at_most}" if found.at_most else children


def parts(plan: ChildPlanSeen, now: datetime) -> list[PartShown]:
    """Every part, written or not, in order."""
    written = {part.key: part for part in plan.parts}
    return [
        PartShown(
            key=key.value,
            title=PART_WORDS[key],
            content=written[key].content if key in written else "",
            state=_part_state(plan, key, today(now)),
            written=_written(plan, key),
        )
        for key in PartKey
    ]


def weeks(found: Sequence[WeekSeen]) -> list[WeekLine]:
    """Weeks, the latest first, each with whether its promise was kept."""
    return [
        WeekLine(
            week=f"Week of {short_day(one.monday)}{', now' if number == 0 else ''}",
            contacts=one.contacts,
            state=_week_state(one, is_now=number == 0),
        )
        for number, one in enumerate(found)
    ]


def contact_note(one: ContactSeen) -> str:
    """What the entry says, or why it was struck out."""
    if one.struck_reason:
        return f"Struck out: {one.struck_reason}"
    return one.note or "No note"


def work_lines(
    found: Sequence[SupportSeen], now: datetime, closed: frozenset[date]
) -> tuple[list[WorkLine], list[WorkLine]]:
    """What a key worker owes: contacts, then risk assessments, reviews and assessments."""
    on = today(now)
    contacts = [_contact_line(one, on, closed) for one in found if _owes_contact(one)]
    dated = [line for one in found for line in _dated(one, on, closed)]
    return contacts, dated


def _owes_contact(one: SupportSeen) -> bool:
    return one.contact.state in {ContactState.DUE, ContactState.OVERDUE}


def _contact_line(one: SupportSeen, on: date, closed: frozenset[date]) -> WorkLine:
    late = one.contact.state is ContactState.OVERDUE
    sunday = date.fromordinal(on.toordinal() + 6 - on.weekday())
    last = one.last_contact_on
    due = Deadline(CONTACT_WORDS[one.contact.state], contact_words(one), late=True)
    return WorkLine(
        text=f"Contact {one.child.child_name}",
        href=f"/support/{one.child.id}/contact",
        about=f"Last contact {short_day(last)}." if last else "No contact yet.",
        due=due if late else deadline(sunday, on, closed),
    )


def _dated(one: SupportSeen, on: date, closed: frozenset[date]) -> list[WorkLine]:
    child, here = one.child, f"/support/{one.child.id}"
    owed = [
        ("Review the plan of", f"{here}/review", child.review_due_on),
        ("Assessments are due for", f"{here}#parts", child.assessment_due_on),
        ("Assess the risk of", f"{here}/risk", child.risk_due_on),
    ]
    lines = [
        WorkLine(f"{text} {child.child_name}", href, "", deadline(due, on, closed))
        for text, href, due in owed
        if due is not None and is_due(due, on + SOON)
    ]
    if child.risk_due_on is None:
        due = Deadline("Not assessed yet", "due now", late=True)
        lines.append(WorkLine(f"Assess the risk of {child.child_name}", f"{here}/risk", "", due))
    return lines


def _next_due(one: SupportSeen) -> str:
    child = one.child
    dates = [
        (due, words)
        for due, words in (
            (child.risk_due_on, "Risk"),
            (child.review_due_on, "Review"),
            (child.assessment_due_on, "Assessment"),
        )
        if due is not None and child.ended_on is None
    ]
    if not dates:
        return "Nothing dated"
    due, words = min(dates)
    return f"{words} by {short_day(due)}"


def _part_state(plan: ChildPlanSeen, key: PartKey, on: date) -> Tag | None:
    found = next((part for part in plan.parts if part.key is key), None)
    if key is PartKey.JUSTICE:
        victim = plan.not_criminalised
        return Tag("Treated as a victim" if victim else "Not confirmed as a victim",
                   "green" if victim else "amber")  # fmt: skip
    if key not in ASSESSMENTS:
        return None if found else Tag("Not written yet", "grey")
    if found is None:
        return Tag("No date yet", "amber")
    if found.done_on:
        return Tag(f"Done on {short_day(found.done_on)}", "green")
    late = found.due_on is not None and found.due_on < on
    return Tag(f"Due by {short_day(found.due_on or on)}", "red" if late else "blue")


def _written(plan: ChildPlanSeen, key: PartKey) -> str:
    found = next((part for part in plan.parts if part.key is key), None)
    return f"{found.edited_by_name}, {short_moment(found.edited_at)}" if found else ""


def _week_state(one: WeekSeen, *, is_now: bool) -> Tag:
    if one.met is None:
        return Tag("Still running" if is_now else "Not for the whole week", "grey")
    return Tag("Met", "green") if one.met else Tag("Missed", "red")
