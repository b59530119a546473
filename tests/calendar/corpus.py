"""The messages of `replies/` with the table that says what becomes of each."""

import email
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.replies.rules import (
    Applied,
    Decision,
    Invitation,
    Noted,
    Reply,
    Sender,
    Unreadable,
    decide,
    someone_else,
)
from service.calendar.replies import read_reply
from tests.factories import NOW

FOLDER = Path(__file__).parent / "replies"
ROBIN = "robin.hale@police.northborough.example"
INVITATION = Invitation(
    uid="5d0f1c52-9a7e-4c0c-8f53-2f1f2f6a9b11@accord.northborough.example",
    sequence=1,
    address=ROBIN,
    state=MeetingState.CONVENED,
    answer=Answer.TENTATIVE,
    answered_at=datetime(2026, 3, 3, 13, 0, 0, 700_000, tzinfo=UTC),
    is_invited=True,
)


@dataclass(frozen=True)
class Message:
    """One row of the table, and the bytes of its file."""

    name: str
    sender: str
    becomes: str
    reads: str

    @property
    def content(self) -> bytes:
        return (FOLDER / self.name).read_bytes()

    def calendar(self) -> tuple[bytes, str]:
        """The calendar part and the method of its Content-Type."""
        if self.name.endswith(".ics"):
            return self.content, ""
        mail = email.message_from_bytes(self.content, policy=policy.default)
        (part,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
        assert isinstance(part, EmailMessage)
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        return content, str(part["content-type"].params["method"])

    def read(self) -> Reply | Unreadable:
        content, method = self.calendar()
        return read_reply(content, method=method)

    def decide(self) -> Decision:
        sender = Sender(self.sender or ROBIN, authenticated=True)
        return decide(self.read(), sender, INVITATION, received_at=NOW)


def messages() -> Iterator[Message]:
    """Every row of the table."""
    for line in (FOLDER / "README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            name, _, sender, becomes, reads = cells
            yield Message(name.strip("`"), sender, becomes, reads)


def becomes(decision: Decision) -> str:
    """As the table writes it."""
    if isinstance(decision, Noted):
        return f"noted: {decision.reason}"
    reasons = ", ".join(decision.reasons)
    if isinstance(decision, Applied):
        return f"applied: {decision.answer}" + (f"; {reasons}" if reasons else "")
    return f"review: {reasons}"


def reads(said: Reply | Unreadable) -> str:
    """What is read beside the answer, as the table writes it."""
    if isinstance(said, Unreadable):
        return ""
    about = someone_else(said, INVITATION)
    return "; ".join(
        [
            *([f"about {about}"] if about else []),
            *_proposal(said),
            *([f'says "{said.comment}"'.replace("\n", " / ")] if said.comment else []),
        ]
    )


def _proposal(said: Reply) -> list[str]:
    proposal = said.proposal
    if proposal is None or proposal.starts_at is None:
        return []
    starts = f"proposes {proposal.starts_at:%Y-%m-%d %H:%M}"
    if proposal.ends_at is None:
        return [f"{starts} UTC, as long as before"]
    return [f"{starts} to {proposal.ends_at:%H:%M} UTC"]
