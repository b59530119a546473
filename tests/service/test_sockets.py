"""A test cannot reach another machine, by mistake or otherwise."""

import asyncio
import socket

import pytest

from tests.sockets import LeftTheMachine

ELSEWHERE = "192.0.2.1"
"""An address kept for documentation: nobody has it."""


def test_a_connection_elsewhere_is_refused_before_it_leaves() -> None:
    with socket.socket() as open_socket, pytest.raises(LeftTheMachine):
        open_socket.connect((ELSEWHERE, 25))


def test_a_name_elsewhere_is_not_even_looked_up() -> None:
    with pytest.raises(LeftTheMachine):
        socket.getaddrinfo("mail.example.org", 25)


def test_a_datagram_elsewhere_is_refused() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as open_socket,
        pytest.raises(LeftTheMachine),
    ):
        open_socket.sendto(b"x", (ELSEWHERE, 53))


async def test_this_machine_is_reached() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
