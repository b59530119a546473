"""Debian's Postfix with its own configuration, queue and log; needs root, as Postfix does."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

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
{port}    inet  n - n - -  smtpd
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


class PostfixFailed(RuntimeError):
    """Postfix did not start or stop; says what it printed."""


@asynccontextmanager
async def postfix(
    folder: Path, *, port: int, host: str, transports: Mapping[str, str], verdict: str
) -> AsyncIterator[Path]:
    """Takes mail on loopback and hands each domain on by its transport; gives its log.

    `verdict` is the Authentication-Results that the organisation's filter would put on top.
    """
    for part in ("etc", "queue", "data"):
        (folder / part).mkdir(parents=True)
    shutil.chown(folder / "data", "postfix")
    names = " ".join(f"{{ {domain} = {where} }}," for domain, where in transports.items())
    stamp = f"check_client_access static:{{PREPEND Authentication-Results: {host}; {verdict}}}"
    (folder / "etc/main.cf").write_text(
        _MAIN.format(
            folder=folder,
            daemons=DAEMONS,
            host=host,
            transports=names.rstrip(","),
            restrictions=f"{stamp}, permit_mynetworks, reject",
        )
    )
    (folder / "etc/master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{port}"))
    await _control(folder, "start")
    try:
        yield folder / "log"
    finally:
        await _control(folder, "stop")


async def _control(folder: Path, verb: str) -> None:
    done = await asyncio.to_thread(
        subprocess.run,
        ["/usr/sbin/postfix", "-c", str(folder / "etc"), verb],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        log = folder / "log"
        raise PostfixFailed(done.stdout + done.stderr + (log.read_text() if log.exists() else ""))
