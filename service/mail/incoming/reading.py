"""Takes the bytes of one message off the wire."""

from asyncio import LimitOverrunError, StreamReader

_END = b"\r\n"
_MOST = 16
"""Times the limit; who still sends then is cut off."""


class Endless(Exception):
    """Far more than the limit came, and no end."""


async def read_message(reader: StreamReader, limit: int) -> bytes | None:
    """The message, without the dots that were added for the way; `None`: longer than `limit`.

    Only CR LF . CR LF ends it: a looser end lets a sender smuggle a second message past the
    server in front. What is too long is read to its end and not kept.
    """
    content = bytearray()
    taken = 0
    at_start = True
    while True:
        piece = await _piece(reader)
        if at_start and piece == b"." + _END:
            return bytes(content) if taken <= limit else None
        taken += len(piece)
        if taken > limit:
            content.clear()
        else:
            content += piece[1:] if at_start and piece.startswith(b".") else piece
        if taken > limit * _MOST:
            raise Endless
        at_start = piece.endswith(_END)


async def _piece(reader: StreamReader) -> bytes:
    """A line, or a part of one that is longer than the reader's limit."""
    try:
        return await reader.readuntil(_END)
    except LimitOverrunError as overrun:
        return await reader.read(overrun.consumed)
