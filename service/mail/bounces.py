"""What a mail server says later of mail that it had accepted: it came back."""

import re
from datetime import datetime
from uuid import UUID

from planning.transactions import execute, fetch_value, transaction

_CODE = re.compile(r"([245])\.\d{1,3}\.\d{1,3}", re.ASCII)


class NotYetAccepted(Exception):
    """The news came before the message was recorded as accepted: take it up again shortly."""

    def __init__(self) -> None:
        super().__init__("The message is still being handed in.")


async def record_bounce(
    *, return_token: UUID, code: str, now: datetime, given_up: bool = False
) -> bool:
    """Mark the message of this token as come back; whether the token is one of ours.

    `code` is the enhanced status ("5.1.1"). One of 4.x.x only says that the mail is late, unless
    the server has `given_up`. Nothing but the token decides which message it is. The worker's act;
    a second time it changes nothing. Raises `NotYetAccepted`.
    """
    async with transaction(None):
        state = await fetch_value(
            "select state from mail_message where return_token = $1 for update", return_token
        )
        if state in {"queued", "attempting"}:
            raise NotYetAccepted
        if state == "accepted" and (given_up or not is_late(code)):
            await execute(
                "update mail_message set state = 'bounced', bounced_at = $2, last_error = $3"
                " where return_token = $1",
                return_token, now, came_back(code),
            )  # fmt: skip
        return state is not None


def is_late(code: str) -> bool:
    """Whether the status says that the server goes on trying."""
    found = _CODE.fullmatch(code.strip())
    return found is not None and found[1] != "5"


def came_back(code: str) -> str:
    """As "came back (5.1.1)"; anything but a code is left out, for it may name people."""
    found = _CODE.fullmatch(code.strip())
    return f"came back ({found[0]})" if found else "came back"
