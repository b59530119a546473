"""What docs/mail.md tells people to type is understood by what they type it into."""

import argparse
import re
import shlex

from planning.people.rules import MailChannel
from service.cli.mail import arguments
from service.mail.incoming.addresses import Box
from tests.docs.test_documents import MAIL, README


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


def test_the_readme_and_the_page_tell_the_same_of_postfix_and_exchange() -> None:
    """`make bench ONLY=documented` runs these very lines in a real Postfix."""
    readme, page = README.read_text(), MAIL.read_text()
    for block in ("postfix-main", "postfix-master"):
        assert _blocks(block, readme) == _blocks(block, page)
    told = [line.strip() for block in _blocks("powershell", page) for line in block.splitlines()]
    (short,) = _blocks("powershell", readme)
    assert [line for line in short.splitlines() if line.strip() not in told] == []


def _blocks(kind: str, text: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
