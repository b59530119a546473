"""A replay as one page that carries all it needs: no address is asked when it is opened."""

from collections.abc import Iterator
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planning.replays.rules import Fault, Replay
from service.pages.presenters import counts, dates
from service.pages.rendering import TEMPLATES
from service.replays import telling


def html_of(replay: Replay, *, title: str, skipped: list[Fault]) -> Iterator[str]:
    """The page, piece by piece; every value is escaped."""
    return (
        _environment()
        .get_template("page.html")
        .generate(
            replay=replay,
            title=title,
            skipped=list(telling.fault_lines(skipped)),
            figures=telling.figures_of(replay),
            breakdowns=telling.breakdowns_of(replay),
            notes=telling.notes_of(replay),
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "replays"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "count": counts.count,
        "day": dates.day,
        "machine": dates.machine,
        "begun": lambda words: words[:1].upper() + words[1:],
        "name": telling.name_of,
        "now": telling.now_of,
        "short_day": dates.short_day,
    }
    return made
