"""Debian's Dovecot as the place where people's mail ends up, by LMTP into mail folders."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

_CONFIGURATION = """
protocols = lmtp
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
ssl = no
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
auth_username_format = %Lu
passdb {{
  driver = passwd-file
  args = {folder}/people
}}
userdb {{
  driver = passwd-file
  args = {folder}/people
}}
service lmtp {{
  unix_listener {folder}/lmtp {{
    mode = 0666
  }}
  process_min_avail = 2
}}
service stats {{
  client_limit = 1000
}}
"""
SECONDS_TO_START = 10


@dataclass(frozen=True)
class Dovecot:
    """`socket` takes mail by LMTP for the people it knows and refuses everybody else."""

    folder: Path

    @property
    def socket(self) -> Path:
        return self.folder / "lmtp"

    def mails(self, address: str) -> list[bytes]:
        """What arrived for a person, in no order."""
        arrived = (self.folder / "mail" / address / "new").glob("*")
        return [file.read_bytes() for file in arrived]

    def everything(self) -> list[bytes]:
        """What arrived for everybody, in no order."""
        return [file.read_bytes() for file in (self.folder / "mail").glob("*/new/*")]

    def count(self) -> int:
        """How many mails arrived for everybody."""
        return sum(1 for _ in (self.folder / "mail").glob("*/new/*"))


@asynccontextmanager
async def dovecot(folder: Path, *, people: Sequence[str]) -> AsyncIterator[Dovecot]:
    """Runs while inside; `people` are the addresses that have a mail folder."""
    _lay_out(folder, people)
    process = await asyncio.create_subprocess_exec(
        "/usr/sbin/dovecot",
        "-F",
        "-c",
        str(folder / "dovecot.conf"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(SECONDS_TO_START):
            while not (folder / "lmtp").exists():  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.05)
        yield Dovecot(folder)
    finally:
        process.terminate()
        await process.wait()


def _lay_out(folder: Path, people: Sequence[str]) -> None:
    (folder / "mail").mkdir(parents=True)
    (folder / "mail").chmod(0o777)
    (folder / "people").write_text("".join(f"{person}:{{PLAIN}}x::::::\n" for person in people))
    (folder / "dovecot.conf").write_text(_CONFIGURATION.format(folder=folder))
