"""A real name server, on this machine, that knows what a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from service.mail.checking.names import NameServers

Records = Mapping[tuple[str, str], list[str]]
"""By name and type, as in `("accord.example", "MX"): ["10 mail.example."]`."""


class _Zone(asyncio.DatagramProtocol):
    def __init__(self, records: Records, *, silent: bool) -> None:
        self._records = records
        self._silent = silent

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self._silent:
            return
        asked = dns.message.from_wire(data)
        (question,) = asked.question
        name = question.name.to_text(omit_final_dot=True).lower()
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        found = self._records.get((name, dns.rdatatype.to_text(question.rdtype)))
        if found:
            answer.answer.append(
                dns.rrset.from_text(question.name, 60, "IN", question.rdtype, *found)
            )
        elif all(known != name for known, _ in self._records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self._transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def serving(records: Records, *, silent: bool = False) -> AsyncIterator[str]:
    """Its address, as in `127.0.0.1:5353`."""
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Zone(records, silent=silent), ("127.0.0.1", 0)
    )
    host, port = transport.get_extra_info("sockname")
    try:
        yield f"{host}:{port}"
    finally:
        transport.close()


@asynccontextmanager
async def names(records: Records) -> AsyncIterator[NameServers]:
    async with serving(records) as address:
        yield NameServers(address)
