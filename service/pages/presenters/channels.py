"""How mail may reach an agency, in words, with what each way means for its people."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.people.queries import ChannelChange
from planning.people.rules import MailChannel
from service.pages.presenters.dates import short_moment

CHANNEL_WORDS = {
    MailChannel.ORDINARY: "Ordinary mail",
    MailChannel.TLS: "Protected connection only",
    MailChannel.CJSM: "Criminal justice secure mail (CJSM)",
    MailChannel.PORTAL: "Accord only",
}
_MEANINGS = {
    MailChannel.ORDINARY: "Mail leaves by the mail server of this installation, over whatever"
    " connection that offers.",
    MailChannel.TLS: "Mail leaves only over a protected connection. Where there is none it is not"
    " sent: it stands under “Mail that did not arrive”, and somebody must reach the person.",
    MailChannel.CJSM: "Mail leaves only by the secure mail of criminal justice. Their addresses"
    " must be CJSM addresses. Where this installation has no way to CJSM, nothing is sent.",
    MailChannel.PORTAL: "No mail but the link to choose a password. People of this agency see"
    " invitations only when they sign in, so agree with them that they look each day. They count"
    " as asked, not as undelivered.",
}
CHANNEL_OPTIONS = [(channel.value, CHANNEL_WORDS[channel], _MEANINGS[channel])
                   for channel in MailChannel]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One change of an agency's channel."""

    when: str
    what: str
    who: str


def channel_lines(changes: Sequence[ChannelChange]) -> list[ChannelLine]:
    """The changes, in the order given."""
    return [
        ChannelLine(
            when=short_moment(one.at),
            what=f"From {_inside(one.before)} to {_inside(one.after)}",
            who=one.by_name,
        )
        for one in changes
    ]


def _inside(channel: MailChannel) -> str:
    words = CHANNEL_WORDS[channel]
    return words if channel is MailChannel.PORTAL else words[0].lower() + words[1:]
