"""Debian's Postfix with its own configuration, queue and log; needs root, as Postfix does."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "mail.northborough.example"
"""The name under which it writes Authentication-Results."""
DAEMONS = Path("/usr/lib/postfix/sbin")

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = {host}
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = {restrictions}
recipient_delimiter =
transport_maps = inline:{{ {transports} }}
default_transport = error:5.1.2 no such domain here
in_flow_delay = 0
qmgr_message_active_limit = 20000
minimal_backoff_time = 5s
maximal_backoff_time = 5s
queue_run_delay = 5s
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0  cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - -  trivial-rewrite
bounce    unix  - - n - 0  bounce
defer     unix  - - n - 0  bounce
trace     unix  - - n - 0  bounce
verify    unix  - - n - 1  verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - -  proxymap
smtp      unix  - - n - -  smtp
lmtp      unix  - - n - -  lmtp
error     unix  - - n - -  error
retry     unix  - - n - -  error
discard   unix  - - n - -  discard
anvil     unix  - - n - 1  anvil
scache    unix  - - n - 1  scache
postlog   unix-dgram n - n - 1 postlogd
"""
SECONDS_TO_EMPTY = 60


class PostfixFailed(RuntimeError):
    """Postfix did not start or stop; says what it printed."""


@dataclass(frozen=True)
class Postfix:
    """Listens at `port` of 127.0.0.1 while it is started."""

    folder: Path
    port: int

    async def start(self) -> None:
        await self._control("start")

    async def stop(self) -> None:
        """Returns when its processes are gone; what it has accepted stays in its queue."""
        await self._control("stop")

    async def emptied(self) -> None:
        """Wait until it has handed everything on; raises `TimeoutError` after a minute."""
        queue = self.folder / "queue"
        async with asyncio.timeout(SECONDS_TO_EMPTY):
            while any(_files(queue / part) for part in ("incoming", "active", "deferred")):  # noqa: ASYNC110 - files
                await asyncio.sleep(0.1)

    async def _control(self, verb: str) -> None:
        done = await asyncio.to_thread(
            subprocess.run,
            ["/usr/sbin/postfix", "-c", str(self.folder / "etc"), verb],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if done.returncode:
            log = self.folder / "log"
            told = log.read_text() if log.exists() else ""
            raise PostfixFailed(f"{done.stdout}{done.stderr}{told}")


@asynccontextmanager
async def postfix(
    folder: Path,
    *,
    port: int,
    transports: Mapping[str, str],
    verdict: str = "none",
    added: tuple[str, str] = ("", ""),
) -> AsyncIterator[Postfix]:
    """Takes mail on loopback and hands each domain on by its transport.

    `verdict` is what the organisation's filter finds out about each sender (RFC 8601); `added` is
    what comes last in main.cf and master.cf.
    """
    _lay_out(folder, port, transports, verdict)
    for name, lines in zip(("main.cf", "master.cf"), added, strict=True):
        with (folder / "etc" / name).open("a") as file:
            file.write(lines)
    server = Postfix(folder, port)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def _lay_out(folder: Path, port: int, transports: Mapping[str, str], verdict: str) -> None:
    for part in ("etc", "queue", "data"):
        (folder / part).mkdir(parents=True)
    shutil.chown(folder / "data", "postfix")
    stamp = f"check_client_access static:{{PREPEND Authentication-Results: {HOST}; {verdict}}}"
    settings = _MAIN.format(
        folder=folder,
        daemons=DAEMONS,
        host=HOST,
        transports=", ".join(f"{{ {domain} = {to} }}" for domain, to in transports.items()),
        restrictions=f"{stamp}, permit_mynetworks, reject",
    )
    (folder / "etc/main.cf").write_text(settings)
    (folder / "etc/master.cf").write_text(_MASTER.format(port=port))


def _files(folder: Path) -> bool:
    return folder.exists() and any(file.is_file() for file in folder.rglob("*"))
