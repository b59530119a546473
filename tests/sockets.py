"""Keeps a test process on this machine: every socket is closed but loopback's and local files'."""

import ipaddress
import sys

LOCAL_NAMES = frozenset({None, "", "localhost", b"localhost"})


class LeftTheMachine(RuntimeError):
    """A test tried to reach another machine."""


def stay_on_this_machine() -> None:
    """Refuse connections, datagrams and look-ups of names elsewhere, for the process's life."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple):
            _refuse_unless_local(address[0])
    elif event == "socket.getaddrinfo":
        _refuse_unless_local(arguments[0])


def _refuse_unless_local(host: object) -> None:
    if host in LOCAL_NAMES or _is_loopback(host):
        return
    raise LeftTheMachine(f"A test tried to reach {host!r}.")


def _is_loopback(host: object) -> bool:
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
