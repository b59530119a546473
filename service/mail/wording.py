"""The neutral words of every mail, from `templates/mail`."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from planning.clock import LONDON
from service.calendar.invitations import MARKING
from service.pages.presenters.dates import clock_time, moment

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both forms."""

    plain: str
    html: str


def words(template: str, **values: object) -> Words:
    """Both forms of a template; the HTML one is escaped."""
    return Words(
        plain=_templates().get_template(f"{template}.txt").render(values, marking=MARKING),
        html=_templates().get_template(f"{template}.html").render(values, marking=MARKING),
    )


def when(starts_at: datetime, ends_at: datetime) -> str:
    """As "Tuesday 3 March 2026, 2pm to 3:30pm", in the time of England."""
    start, end = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    same_day = start.date() == end.date()
    return f"{moment(start)} to {clock_time(end.time()) if same_day else moment(end)}"


def waiting(things: int) -> str:
    """As "3 things wait"; of one no more than any notice says."""
    return "There is something waiting" if things == 1 else f"{things} things wait"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
