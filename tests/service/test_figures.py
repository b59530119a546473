"""The worker's figures can be read by a program on this machine, and by nobody else."""

import socket
import urllib.error
import urllib.request

import pytest

from service.cli.figures import figures_shown
from service.settings import Port, SettingsFault
from tests.faults.posted import free_port

SETTING = "ACCORD_WORKER_METRICS_PORT"


def test_figures_are_shown_on_this_machine_while_the_process_works() -> None:
    port = Port(free_port())
    with figures_shown(port, setting=SETTING):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert b"accord_" in answer.read()
        assert _addresses(port) == {"127.0.0.1"}
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics")


def test_nothing_is_shown_without_a_port() -> None:
    with figures_shown(Port(0), setting=SETTING):
        pass


def test_a_taken_port_is_told_by_the_name_of_its_setting() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(SettingsFault, match=SETTING),
        figures_shown(Port(other.getsockname()[1]), setting=SETTING),
    ):
        pass


def _addresses(port: int) -> set[str]:
    """Of this machine's, those on which the port is open."""
    found = set()
    for address in ("127.0.0.1", "127.0.0.2"):
        with socket.socket() as trying:
            if trying.connect_ex((address, port)) == 0:
                found.add(address)
    return found
