"""The end-of-investigation report in the words of a document."""

from planning.lessons.queries.figures import Afterwards
from planning.lessons.queries.report import LessonSeen, ReportSeen
from planning.lessons.rules.report import LESSON_WORDS
from planning.operations.rules import STATE_WORDS
from service.documents.content import Fact, Investigation, Passage, Sheet, Table
from service.pages.presenters.dates import short_day
from service.pages.presenters.lessons import pictures, report_lines, resource_rows


def version_words(seen: ReportSeen) -> str:
    """A draft until no part is lacking."""
    return "Draft, some parts are not written yet" if seen.lacks else "Complete"


def afterwards_content(seen: ReportSeen, found: Afterwards, sheet: Sheet) -> Investigation:
    """Its parts in their order, the figures by week, and the lessons."""
    drawn = pictures(found)
    return Investigation(
        sheet=sheet,
        heading="End-of-investigation report",
        facts=(
            Fact("Operation", seen.operation_name),
            Fact("State", STATE_WORDS[seen.state]),
            Fact("Live since", short_day(found.live_on) if found.live_on else "Not live yet"),
            Fact("Figures until", short_day(found.until_on)),
        ),
        passages=tuple(
            Passage(one.heading, one.content or "Not written yet.")
            for one in report_lines(seen, None)
        ),
        pictures=tuple(drawn),
        tables=(
            *(
                Table(one.title, one.columns, one.rows, "No week yet.", figures=(1, 2))
                for one in drawn
            ),
            Table(
                "Resources committed and used",
                ("Agency", "Resource", "Committed", "Used"),
                tuple(resource_rows(found)),
                "Nothing was committed.",
                figures=(2, 3),
            ),
        ),
        lessons=Table(
            "Lessons",
            ("Lesson", "Agency", "Due", "State"),
            tuple(
                (
                    one.learned,
                    one.agency_name,
                    short_day(one.due_on),
                    _state(one),
                )
                for one in seen.lessons
            ),
            "No lesson is written down.",
            widths=(44, 22, 14, 20),
        ),
    )


def _state(one: LessonSeen) -> str:
    said = LESSON_WORDS[one.state]
    return f"{said}. {one.progress}" if one.progress else said
