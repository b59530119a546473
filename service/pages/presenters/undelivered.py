"""Mail that did not arrive, in words, without any word on a case."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.people.rules import Actor, MailChannel, Role
from service.mail.queries import ServerState
from service.mail.undelivered.queries import LetterSeen
from service.mail.undelivered.rules import About, NotSent, Standing, Wanted
from service.pages.presenters.channels import CHANNEL_WORDS
from service.pages.presenters.counts import count
from service.pages.presenters.dates import Deadline, moment, short_moment
from service.pages.presenters.deliveries import SENT_AGAIN, TAGS, WAITS
from service.pages.presenters.mail_reasons import reason_words
from service.pages.presenters.tags import Tag
from service.pages.presenters.work import WorkLine

ABOUT_WORDS = {
    About.INVITATION: "Invitation",
    About.CANCELLATION: "Cancellation",
    About.NOTICE: "Notice to sign in",
    About.ACCOUNT: "Mail about the account",
}
WANTED_WORDS = {
    Wanted.LISTED: "Did not arrive",
    Wanted.FAILED: "Not delivered",
    Wanted.BOUNCED: "Came back",
    Wanted.WAITING: "Waits for long",
    Wanted.SETTLED: "Dealt with",
}
_NOT_SENT = {
    NotSent.OVER: "Not sent again: the meeting is over.",
    NotSent.LEFT: "Not sent again: the person has left.",
    NotSent.NEWER: "Not sent again: a newer message took its place.",
}
SERVERS = {"ordinary": "The mail server", "cjsm": "The way to criminal justice secure mail"}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One message; `again` says whether it can be sent again, `href` where it is dealt with."""

    person: str
    agency: str
    about: str
    meeting: str
    meeting_href: str
    tag: Tag
    when: str
    why: str
    settled: str
    href: str
    again: bool
    address_href: str


def letter_line(one: LetterSeen, actor: Actor) -> LetterLine:
    """One message of the list."""
    listed = one.standing is Standing.LISTED
    return LetterLine(
        person=one.recipient_name,
        agency=one.agency_name,
        about=ABOUT_WORDS[one.about],
        meeting=f"Meeting {one.reference}" if one.reference else "",
        meeting_href=f"/meetings/{one.meeting_id}" if one.meeting_id else "",
        tag=_tag(one),
        when=f"{short_moment(one.queued_at)}, {count(one.attempts, 'try', 'tries')}",
        why=_why(one),
        settled=_settled(one),
        href=f"/undelivered/{one.id}" if listed else "",
        again=listed and one.about is not About.ACCOUNT,
        address_href=f"/people/{one.recipient_id}/address"
        if actor.has(Role.ADMINISTRATOR) and listed
        else "",
    )


def lost_mail(found: Sequence[LetterSeen], *, more: bool) -> list[WorkLine]:
    """One line of "Your work" for all of it: how much, and since when the latest."""
    if not found:
        return []
    amount = f"More than {len(found)} messages" if more else count(len(found), "message")
    since = Deadline(moment(found[0].queued_at), "the latest", late=False)
    about = f"{amount}, the latest to {found[0].recipient_name}."
    return [WorkLine("See to mail that did not arrive", "/undelivered", about, since)]


def server_lines(servers: Sequence[ServerState]) -> list[str]:
    """The servers that keep all their mail waiting."""
    return [
        f"{SERVERS[one.server]} cannot be used since {short_moment(one.unusable_since)}:"
        f" {reason_words(one.reason)}. Its mail waits."
        for one in servers
        if one.unusable_since
    ]


def told(letters: int) -> str:
    """What having many sent again did."""
    if not letters:
        return "There was nothing to send again."
    return f"{count(letters, 'message')} will leave again."


def _tag(one: LetterSeen) -> Tag:
    match one.standing:
        case Standing.DISMISSED:
            return Tag("Put away", "grey")
        case Standing.SUPERSEDED:
            return Tag("Not sent again", "grey") if one.not_sent else Tag("Sent again", "green")
        case Standing.ON_ITS_WAY if one.act:
            return SENT_AGAIN
        case Standing.ON_ITS_WAY:
            return WAITS
        case _:
            return TAGS[one.state]


def _why(one: LetterSeen) -> str:
    reason = reason_words(one.problem)
    words = reason[0].upper() + reason[1:]
    if one.standing is Standing.ON_ITS_WAY and not one.act and not one.problem:
        words = "Not tried yet"
    channel = ""
    if one.channel is not MailChannel.ORDINARY:
        channel = f" Channel: {CHANNEL_WORDS[one.channel]}."
    former = one.address is not None and one.address != one.email
    moved = " It went to an address that was corrected since." if former else ""
    return f"{words}.{channel}{moved}"


def _settled(one: LetterSeen) -> str:
    if one.asked_at is None:
        return ""
    who = f"{one.asked_by_name} on {short_moment(one.asked_at)}"
    if one.standing is Standing.DISMISSED:
        return f"Put away by {who}: {one.reason}"
    after = _NOT_SENT[one.not_sent] if one.not_sent else ""
    return f"Sending again was asked by {who}. {after}".strip()
