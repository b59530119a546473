"""Whether our own listener takes mail, and whether the mail server can reach it."""

import grp
import stat
from pathlib import Path

from service.mail.checking.findings import Finding, good, note, wrong
from service.mail.incoming.asking import ask
from service.mail.incoming.listener import Door


async def door_findings(door: Door) -> list[Finding]:
    """Asked as the mail server would; a socket's folders are looked at too."""
    fault = await ask(door)
    where = door.socket or f"{door.host}:{door.port}"
    if fault:
        return [wrong(fault, f"It should listen at {where}: see accord receive --check.")]
    found = [good(f"accord receive takes mail at {where} by {door.protocol.upper()}.")]
    return found + (_socket(Path(door.socket)) if door.socket else [])


def _socket(path: Path) -> list[Finding]:
    group = _name(path.stat().st_gid)
    closed = [str(folder) for folder in path.resolve().parents if not _lets_in(folder)]
    if closed:
        return [
            wrong(
                f"Nobody but its owner can enter {closed[0]}, where the socket lies.",
                "Put the socket into a folder that the mail server's group may enter.",
            )
        ]
    return [
        note(
            f"The socket belongs to the group {group}: it must be the mail server's own.",
            "For Postfix that is postfix; being a member of another group does not count there.",
        )
    ]


def _lets_in(folder: Path) -> bool:
    return bool(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH))


def _name(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
