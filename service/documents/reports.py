"""A quarterly report in the words of a document: only what is frozen in it."""

from planning.measures.queries import ReportSeen
from planning.measures.rules import Dashboard
from service.documents.content import Answer, Fact, Headline, Report, Sheet, Table
from service.pages.presenters.dates import short_moment
from service.pages.presenters.drift import tables
from service.pages.presenters.drift.changed import CHANGED, changed_rows
from service.pages.presenters.drift.figures import period_words
from service.pages.presenters.drift.parts import Section
from service.pages.presenters.drift.reports import in_groups
from service.pages.presenters.drift.sections import sections_of

SMALL = (
    "Numbers from 1 to 5 are shown as “5 or fewer”, and others are hidden where they would tell"
    " one. No child can be told from these figures."
)


def report_content(seen: ReportSeen, content: Dashboard, sheet: Sheet) -> Report:
    """A report that is made, ready to be set."""
    line = seen.line
    return Report(
        sheet=sheet,
        heading=f"Meetings and decisions, {period_words(content.period)}",
        facts=(
            Fact("Compared with", period_words(content.previous)),
            Fact("As known", short_moment(line.known_at)),
            Fact("Version", str(line.version)),
            Fact("Made", short_moment(line.made_at or line.asked_at)),
            Fact("Asked for by", line.asked_by_name),
            Fact("Small numbers", SMALL),
            Fact("Fingerprint of the figures", in_groups(line.fingerprint or "")),
        ),
        answers=tuple(_answer(section) for section in sections_of(content)),
        changed=Table(
            "Changed since the version before", CHANGED, changed_rows(seen.changed or []),
            "No number has changed." if seen.changed is not None else "This is the first version.",
        ),
        meanings=Table(
            caption="What each measure means",
            columns=tables.EXPLAINED,
            rows=tuple(tables.explained(content)),
            empty="",
            widths=(22, 46, 20, 12),
        ),
    )  # fmt: skip


def _answer(section: Section) -> Answer:
    return Answer(
        heading=section.title,
        headlines=tuple(
            Headline(f"{one.figure} {one.unit}".strip(), one.label, one.note)
            for one in section.stats
        ),
        findings=section.findings,
        pictures=section.pictures,
        empty=section.empty,
    )
