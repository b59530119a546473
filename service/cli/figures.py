"""The figures of a process that answers no web requests, for Prometheus on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server

from service.settings import Port, SettingsFault


@contextmanager
def figures_shown(port: Port, *, setting: str) -> Iterator[None]:
    """Answer `/metrics` at 127.0.0.1 while inside; nothing where the port is 0.

    Raises `SettingsFault` naming `setting` when somebody else listens there.
    """
    if not port:
        yield
        return
    try:
        server, thread = start_http_server(int(port), addr="127.0.0.1")
    except OSError:
        raise SettingsFault([f"{setting}: port {port} is taken. Choose another."]) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
