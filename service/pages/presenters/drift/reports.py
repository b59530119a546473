"""A quarterly report in the list and at the head of its page."""

from dataclasses import dataclass

from planning.measures.queries import ReportLine
from planning.measures.rules import quarters
from service.pages.presenters.dates import short_moment
from service.pages.presenters.drift.figures import period_words
from service.pages.presenters.tags import Tag


@dataclass(frozen=True, slots=True)
class Line:
    """Words for one report."""

    quarter: str
    href: str
    version: str
    known: str
    asked: str
    made: str
    fingerprint: str
    tag: Tag


def line_of(line: ReportLine) -> Line:
    """A report, made or not yet."""
    return Line(
        quarter=period_words(quarters(line.quarter, 1)),
        href=f"/drift/reports/{line.id}",
        version=f"Version {line.version}",
        known=short_moment(line.known_at),
        asked=f"{short_moment(line.asked_at)}, {line.asked_by_name}",
        made=short_moment(line.made_at) if line.made_at else "",
        fingerprint=in_groups(line.fingerprint or ""),
        tag=Tag("Made", "green") if line.made_at else Tag("Being made", "blue"),
    )


def in_groups(fingerprint: str) -> str:
    """In eights, to be compared by eye."""
    return " ".join(fingerprint[start : start + 8] for start in range(0, len(fingerprint), 8))
