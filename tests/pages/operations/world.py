"""The synthetic operation at the moment in which it was planned, and reading its pages."""

import html
import re
from collections.abc import Iterator

import httpx
import pytest
import time_machine

from tests.factories import NOW
from tests.planning.operation_world import World, make_world


@pytest.fixture(autouse=True)
def at_the_time() -> Iterator[None]:
    """The gate and sign-off look at today, so today is when the operation was planned."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
async def world() -> World:
    """The operation, before anything is submitted."""
    return await make_world()


def text_of(answer: httpx.Response) -> str:
    """What a person reads on the page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def faults_of(answer: httpx.Response) -> list[str]:
    """The lines of the error summary."""
    found = re.search(r'<div class="govuk-error-summary".*?</ul>', answer.text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in lines]


def reference_free(answer: httpx.Response) -> str:
    """A page without what differs each time it is asked for."""
    return re.sub(r'(value="[^"]*"|Reference: <code>[^<]*</code>)', "", answer.text)
