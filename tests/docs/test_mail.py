"""What docs/mail.md tells people to type is understood by what they type it into."""

import argparse
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from planning.people.rules import MailChannel
from service.cli.mail import arguments
from service.mail.incoming.addresses import Box
from tests.docs.test_documents import MAIL
from tests.mailservers.documented import DOMAIN, lines

has_postfix = pytest.mark.skipif(not shutil.which("postconf"), reason="Postfix is not here")


def test_every_check_is_understood() -> None:
    written = re.findall(r"(?m)accord mail (check[^`\n]*)", MAIL.read_text())
    parser = argparse.ArgumentParser()
    arguments(parser)
    said = [words.replace("--to`", "--to x@y.example") for words in written]
    for words in said:
        given = shlex.split(words)
        parser.parse_args([*given, "you@example.org"] if given[-1] == "--to" else given)
    assert len(said) >= len(("bare", "--loop", "--to"))


def test_each_kind_of_address_and_each_channel_is_told() -> None:
    written = MAIL.read_text()
    assert [box for box in Box if f"`{box}+…@`" not in written] == []
    rows = len(re.findall(r"(?m)^\| (?:Ordinary|TLS|CJSM|Portal) \|", written))
    assert rows == len(MailChannel)


@has_postfix
def test_postfix_understands_the_lines_and_uses_them(tmp_path: Path) -> None:
    (tmp_path / "main.cf").write_text(f"compatibility_level = 3.6\n{lines('main')}")
    (tmp_path / "master.cf").write_text(lines("master"))
    told = _postconf(tmp_path, "-n")
    assert told.stderr == ""
    names = {line.partition(" =")[0] for line in told.stdout.splitlines()}
    written = re.findall(r"(?m)^(\w+) =", lines("main"))
    assert names == {"compatibility_level", "config_directory", *written}
    assert _postconf(tmp_path, "-M", "accord/unix").stdout.split()[-1] == "lmtp"
    table = _postconf(tmp_path, "-h", "transport_maps").stdout.strip()
    found = subprocess.run(
        ["postmap", "-c", str(tmp_path), "-q", DOMAIN, table],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == "accord:inet:127.0.0.1:8025\n"


def _postconf(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["postconf", "-c", str(folder), *words], capture_output=True, text=True, check=False
    )
