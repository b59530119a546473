"""Replies by mail and calendar, in words: what they say, what can be decided, what was."""

from dataclasses import dataclass
from datetime import datetime

from planning.meetings.rules.quorum import Answer
from planning.replies.queries import MeetingReplies, MyReply, Other, ReplyLine, ReplySeen, ReplyWork
from planning.replies.rules import MOST_WAITING, Kind, ReplyState
from planning.replies.rules.settling import SETTLED_WORDS, Settlement
from service.pages.presenters.counts import count
from service.pages.presenters.dates import Deadline, moment, short_moment
from service.pages.presenters.moments import countdown, span
from service.pages.presenters.tags import Tag
from service.pages.presenters.work import WorkLine

ANSWER_WORDS = {
    Answer.ACCEPTED: "I will come",
    Answer.TENTATIVE: "I may come",
    Answer.DECLINED: "I cannot come",
    Answer.AWAITED: "Not answered",
}
DONE = {
    Settlement.MOVED: "The meeting is moved. Everybody is asked again.",
    Settlement.KEPT: "The time stays. They get the invitation again.",
    Settlement.SENT_AGAIN: "They get the invitation again.",
    Settlement.TAKEN: "Their answer is recorded.",
    Settlement.DEPUTY_SENT: "The deputy is asked to come.",
    Settlement.INVITED: "They are invited.",
    Settlement.DECLINED: "It is recorded that they cannot come.",
    Settlement.DISMISSED: "The reply is marked as read.",
}
_BUTTONS = {
    Settlement.MOVED: "Move the meeting to this time",
    Settlement.KEPT: "Keep the time",
    Settlement.SENT_AGAIN: "Send the invitation again",
    Settlement.TAKEN: "I know this is from {name}: record the answer",
    Settlement.DEPUTY_SENT: "Send {other} in their place",
    Settlement.INVITED: "Invite {other}",
    Settlement.DISMISSED: "Leave it as it is",
}
_STATE_TAGS = {
    ReplyState.APPLIED: Tag("Recorded by itself", "green"),
    ReplyState.SETTLED: Tag("Dealt with", "green"),
    ReplyState.NOTED: Tag("Nothing to do", "grey"),
}
_READ = frozenset({Kind.WORDS, Kind.AUTO_REPLY, Kind.UNREADABLE})


_WORK = {
    Kind.COUNTER: "Decide about another time for",
    Kind.DELEGATION: "Decide who comes to",
    Kind.UNINVITED: "Decide who comes to",
    Kind.WORDS: "Read a message about",
}


@dataclass(frozen=True, slots=True)
class ReplyItem:
    """One reply in the list."""

    href: str
    name: str
    agency: str
    says: str
    note: str
    received: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it decides, and its words."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """On the meeting's page: how many wait for the reader, and what becomes of their own."""

    waiting: str
    mine: list[str]


def standing(found: MeetingReplies, chair: str) -> Standing:
    """2 replies need you; You proposed Thursday 5 March 2026, 3pm."""
    need = "needs" if found.waiting == 1 else "need"
    waiting = f"{count(found.waiting, 'reply', 'replies')} {need} you" if found.waiting else ""
    return Standing(waiting, [_mine(one, chair) for one in found.mine])


def to_decide(work: ReplyWork, now: datetime) -> WorkLine:
    """A line of "Your work": straight to the reply, before the meeting starts."""
    text = _WORK[Kind.WORDS] if work.applied else _WORK.get(work.kind, "Decide about a reply to")
    away = countdown(work.starts_at, work.ends_at, now)
    proposed = f" proposes {moment(work.proposed_starts_at)}" if work.proposed_starts_at else ""
    return WorkLine(
        text=f"{text} meeting {work.reference}",
        href=f"/meetings/{work.meeting_id}/replies/{work.id}",
        about=f"{work.name}{proposed}.",
        due=Deadline(moment(work.starts_at), away, late=False),
    )


def item(line: ReplyLine, meeting_id: object) -> ReplyItem:
    """One reply in the list."""
    return ReplyItem(
        href=f"/meetings/{meeting_id}/replies/{line.id}",
        name=line.name,
        agency=line.agency_name,
        says=says(line),
        note=_note(line),
        received=short_moment(line.received_at),
        tag=tag_of(line),
    )


def aside(replies: int) -> str:
    """3 messages came while …; "" for none."""
    if not replies:
        return ""
    return (
        f"{count(replies, 'message')} came while {MOST_WAITING} to the same invitation waited. They"
        " are listed with what was dealt with."
    )


def says(line: ReplyLine) -> str:
    """What came, in a few words and without those of who wrote."""
    match line.kind:
        case Kind.ANSWER:
            return f"Answers: {ANSWER_WORDS[line.answer]}" if line.answer else "Sends no answer"
        case Kind.COUNTER if line.proposed_starts_at and line.proposed_ends_at:
            return f"Proposes {span(line.proposed_starts_at, line.proposed_ends_at)}"
        case _:
            return _SAYS[line.kind]


_SAYS = {
    Kind.COUNTER: "Proposes another time",
    Kind.DELEGATION: "Wants somebody else to come instead",
    Kind.UNINVITED: "Somebody who is not invited replied to this invitation",
    Kind.WORDS: "Wrote a message",
    Kind.AUTO_REPLY: "Does not read mail now: the mailbox answered by itself",
    Kind.UNREADABLE: "Sent something that cannot be read",
    Kind.OTHER: "Sent a calendar message that is no answer",
}


def lead(seen: ReplySeen) -> str:
    """The same with who replied, as a sentence."""
    if seen.line.kind is Kind.UNINVITED:
        return f"Somebody who is not invited replied to the invitation of {seen.line.name}."
    words = says(seen.line)
    return f"{seen.line.name} {words[0].lower()}{words[1:]}."


def rows(seen: ReplySeen) -> list[tuple[str, str]]:
    """All that is known of a reply, for a summary list."""
    found = [
        ("The meeting", span(seen.starts_at, seen.ends_at)),
        ("Invited", ", ".join(filter(None, [seen.line.name, seen.job_title]))),
        ("Their answer in Accord", ANSWER_WORDS[seen.answer_now]),
        ("Came from", _sender(seen)),
        ("Arrived", moment(seen.line.received_at)),
    ]
    if seen.line.answer and seen.line.kind is not Kind.ANSWER:
        found.insert(2, ("Answer in the reply", ANSWER_WORDS[seen.line.answer]))
    if seen.other:
        found.insert(2, ("Named in the reply", _other(seen.other)))
    return found


def choice_buttons(seen: ReplySeen) -> list[Choice]:
    """What one tap decides, the likeliest first; what cannot be done now is left out."""
    return [
        Choice(how.value, _button(how, seen))
        for how in seen.choices
        if how in _BUTTONS and _is_possible(how, seen)
    ]


def links(seen: ReplySeen, *, administers: bool) -> list[tuple[str, str]]:
    """Where else to go about it: address and words."""
    there = f"/meetings/{seen.meeting_id}"
    deputy = f"{there}/deputy?instead_of={seen.person_id}"
    unknown = seen.other is not None and seen.other.person_id is None
    known = [
        (
            f"{there}/reschedule?reply={seen.line.id}",
            "Move the meeting to another time",
            Settlement.KEPT,
        ),
        (deputy, f"Send a deputy for {seen.line.name}", Settlement.DECLINED),
        (deputy, "Send somebody else as deputy", Settlement.DEPUTY_SENT),
        (f"{there}/people", "Choose whom to invite, and for which children", Settlement.INVITED),
    ]
    offered = [(href, text) for href, text, how in known if how in seen.choices]
    return [
        *([("/people/new", "Add them as a person")] if unknown and administers else []),
        *offered,
    ]


def unknown_words(seen: ReplySeen) -> str:
    """What to do about somebody whom Accord does not know; "" for everybody else."""
    if seen.other is None or seen.other.person_id is not None or not seen.line.waits:
        return ""
    return (
        f"Accord does not know {seen.other.address}. An administrator adds them as a person first:"
        " then you can decide here."
    )


def dealt_with(line: ReplyLine) -> str:
    """Who decided what, and when; why nobody does any more; "" while it waits."""
    if line.settled_how and line.settled_at:
        when = short_moment(line.settled_at)
        return f"{SETTLED_WORDS[line.settled_how]}: {line.settled_by_name}, {when}."
    if line.waits:
        return ""
    if line.state is ReplyState.WAITING:
        return "Nobody decided about this before the meeting was over, closed or cancelled."
    return "Nobody needs to do anything about this."


def _mine(reply: MyReply, chair: str) -> str:
    """That it arrived, and who decides."""
    if reply.kind is Kind.COUNTER and reply.proposed_starts_at:
        return f"You proposed {moment(reply.proposed_starts_at)}. {chair}, who chairs, decides."
    if reply.kind is Kind.UNINVITED:
        return f"Another address replied to your invitation. {chair}, who chairs, decides."
    if reply.applied:
        return f"Your answer is recorded. {chair}, who chairs, reads what you wrote with it."
    if reply.kind is Kind.ANSWER and reply.answer:
        told = f"Your calendar answered: {ANSWER_WORDS[reply.answer]}"
        return f"{told}. {chair}, who chairs, checks it. You can also answer below."
    return f"Your reply of {moment(reply.received_at)} arrived. {chair}, who chairs, reads it."


def _note(line: ReplyLine) -> str:
    if line.waits:
        return "Sent before their latest invitation" if line.asked_before_move else ""
    ended = line.state in {ReplyState.SETTLED, ReplyState.WAITING}
    return dealt_with(line) if ended else ""


def tag_of(line: ReplyLine) -> Tag:
    """Whether somebody is to decide about it or to read it, or what became of it."""
    if line.waits:
        read = line.kind in _READ or line.applied
        return Tag("To read" if read else "To decide", "amber")
    return _STATE_TAGS.get(line.state, Tag("Not decided", "grey"))


def _sender(seen: ReplySeen) -> str:
    address = seen.from_address or "no address"
    if seen.from_address == seen.address:
        known = "the address that Accord writes to"
    else:
        known = f"Accord writes to {seen.address}"
    confirmed = {
        True: "The mail server confirms the sender.",
        False: "The mail server could not confirm the sender.",
        None: "",
    }[seen.confirmed]
    return f"{address} ({known}). {confirmed}".strip()


def _other(other: Other) -> str:
    if other.name is None:
        return f"{other.address}, whom Accord does not know"
    same = "" if other.same_agency else ", of another agency"
    return f"{other.name} ({other.address}){same}"


def _is_possible(how: Settlement, seen: ReplySeen) -> bool:
    if how is Settlement.MOVED:
        return seen.stands is not None
    if how in {Settlement.DEPUTY_SENT, Settlement.INVITED}:
        return seen.other is not None and seen.other.person_id is not None
    return True


def _button(how: Settlement, seen: ReplySeen) -> str:
    if how is Settlement.DISMISSED and len(seen.choices) == 1:
        return "Mark as read"
    if how is Settlement.DISMISSED and seen.line.kind in _READ:
        return "Mark as read"
    other = seen.other.name if seen.other else ""
    return _BUTTONS[how].format(name=seen.line.name, other=other)
