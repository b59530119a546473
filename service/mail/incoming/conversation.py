"""One connection of a mail server, by SMTP or LMTP, within limits."""

import asyncio
from collections import defaultdict
from collections.abc import Callable

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from service.mail.incoming.limits import (
    COMMAND_SECONDS,
    COMMANDS,
    CONNECTION_SECONDS,
    LARGEST,
    LONGEST_COMMAND,
    LONGEST_LINE,
    REFUSALS,
)
from service.mail.incoming.reading import Endless, read_message
from service.mail.incoming.reception import TOO_LONG, Letter, Reception

STOPPING = b"421 4.3.2 Accord is stopping. Try again later.\r\n"
GUESSING = b"421 4.7.0 Too many unknown addresses.\r\n"


class Conversation(SMTP):
    """aiosmtpd's, with our own reading of messages and an end to everything.

    aiosmtpd keeps a line without end in memory, answers LMTP once for all recipients, and lets a
    peer that reads nothing keep its connection.
    """

    line_length_limit = LONGEST_LINE

    def __init__(self, reception: Reception, ended: Callable[["Conversation"], None]) -> None:
        super().__init__(
            reception,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            hostname=reception.domain,
            ident="Accord",
            timeout=COMMAND_SECONDS,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            command_call_limit=COMMANDS,
            loop=asyncio.get_running_loop(),
        )
        # aiosmtpd shares these limits among all connections and lets each greeting raise them.
        self.command_size_limits = defaultdict(lambda: LONGEST_COMMAND)
        self._reception = reception
        self._ended = ended
        self._refusals = 0
        self._in_message = False
        self._stopping = False
        self._end = self.loop.call_later(CONNECTION_SECONDS, self.hang_up)

    def connection_lost(self, error: Exception | None) -> None:
        """Leave, so that another may come."""
        self._end.cancel()
        self._ended(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        """End at once, whatever the other side does or does not read."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    def stop(self) -> None:
        """End as soon as the message that is coming now, if any, was answered."""
        self._stopping = True
        if not self._in_message:
            self._part()

    def answers(self, letter: Letter) -> int:
        """How often the end of a message is answered."""
        return 1

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Ends with who guesses addresses."""
        before = len(self._letter().recipients)
        await super().smtp_RCPT(arg)
        self._refusals += len(self._letter().recipients) == before
        if self._refusals > REFUSALS:
            self._part(GUESSING)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """Answers when the message is kept, and not before."""
        letter = self._letter()
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
        elif not letter.recipients:
            await self.push("503 5.5.1 Say first whom it is for.")
        else:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._message(letter)

    async def _message(self, letter: Letter) -> None:
        self._in_message = True
        try:
            body = await read_message(self._reader, LARGEST)
            answer = await self._reception.take(letter, body)
        except Endless:
            await self.push(TOO_LONG)
            self.hang_up()
            return
        except Exception as error:  # noqa: BLE001 - each recipient is to be answered all the same
            answer = await self._reception.handle_exception(error)
        finally:
            self._in_message = False
        self.envelope = self._create_envelope()
        for _ in range(self.answers(letter)):
            await self.push(answer)
        if self._stopping:
            self._part()

    def _part(self, words: bytes = STOPPING) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(words)
            self.transport.close()

    def _create_envelope(self) -> Letter:
        return Letter()

    def _letter(self) -> Letter:
        assert isinstance(self.envelope, Letter)  # noqa: S101 - made by _create_envelope
        return self.envelope

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The library's reader of addresses raises whatever it comes across."""
        try:
            return super()._getaddr(arg)
        except (ValueError, IndexError, AttributeError, RecursionError):
            return None, None

    def _timeout_cb(self) -> None:
        self.hang_up()


class LocalConversation(Conversation, LMTP):
    """By LMTP: each recipient gets an answer of its own."""

    def answers(self, letter: Letter) -> int:
        """One a recipient."""
        return len(letter.recipients)
