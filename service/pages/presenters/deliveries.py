"""Where an invitation is, in words, with the next thing to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from planning.people.rules import Actor, Role
from service.mail.queries import Delivery
from service.mail.undelivered.rules import Standing
from service.pages.presenters.dates import short_moment
from service.pages.presenters.mail_reasons import reason_words
from service.pages.presenters.tags import Tag

TAGS = {
    "queued": Tag("Queued", "blue"),
    "attempting": Tag("Being sent", "blue"),
    "accepted": Tag("Sent", "green"),
    "failed": Tag("Not delivered", "red"),
    "bounced": Tag("Came back", "red"),
    "withheld": Tag("Not mailed", "grey"),
}
SENT_AGAIN = Tag("Being sent again", "blue")
WAITS = Tag("Waits", "amber")


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One person's invitation; `again` and `address` are where the next thing to do is done."""

    tag: Tag
    words: str
    next_step: str
    again: str
    address: str


def delivery_lines(found: Sequence[Delivery], actor: Actor) -> dict[UUID, DeliveryLine]:
    """By person; who may correct addresses is led there, others are told whom to ask."""
    return {one.recipient_id: delivery_line(one, actor) for one in found}


def delivery_line(one: Delivery, actor: Actor) -> DeliveryLine:
    """One person's."""
    dead = one.state in {"failed", "bounced"}
    listed = one.standing is Standing.LISTED
    administers = actor.has(Role.ADMINISTRATOR)
    return DeliveryLine(
        tag=_tag(one),
        words=_words(one),
        next_step=_next_step(administers=administers) if dead else "",
        again=f"/undelivered/{one.message_id}" if dead and listed else "",
        address=f"/people/{one.recipient_id}/address" if dead and administers else "",
    )


def _tag(one: Delivery) -> Tag:
    if one.state == "queued" and one.attempts:
        return WAITS
    if one.state in {"failed", "bounced"} and one.standing is Standing.ON_ITS_WAY:
        return SENT_AGAIN
    return TAGS[one.state]


def _words(one: Delivery) -> str:
    queued, reason = short_moment(one.queued_at), reason_words(one.problem)
    tried = f"It is tried again after {short_moment(one.next_attempt_at)}."
    taken = short_moment(one.accepted_at or one.queued_at)
    back = short_moment(one.bounced_at or one.queued_at)
    return {
        "queued": f"Waits since {queued}, because {reason}. {tried}"
        if one.attempts
        else f"Queued on {queued}, not tried yet.",
        "attempting": f"Queued on {queued}, being handed to the mail server now.",
        "accepted": f"On {taken}.",
        "withheld": "This agency reads in Accord only.",
        "bounced": f"Came back on {back}: {reason}.",
        "failed": f"Queued on {queued}, not delivered: {reason}.",
    }[one.state]


def _next_step(*, administers: bool) -> str:
    if administers:
        return "Ring them, or correct the address."
    return "Ring them. If the address is wrong, ask an administrator to correct it."
