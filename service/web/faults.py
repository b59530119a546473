"""A failure as it is told, and how it is told in words and in logs."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from planning.clock import LONDON
from planning.errors import Blocker
from service.pages.presenters.dates import clock_time

DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """What is answered: status, one sentence, every reason with its field."""

    status: int
    detail: str
    blockers: tuple[Blocker, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def moment_words(moment: datetime) -> str:
    """A time of today in London, as "3:15pm"."""
    return clock_time(moment.astimezone(LONDON).time())


def where(error: BaseException) -> list[str]:
    """The innermost places in the code that the failure passed, without any value."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
