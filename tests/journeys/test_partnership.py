"""What the partnership reads of a quarter: page, file, report and PDF tell the same numbers."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import asyncpg
from pypdf import PdfReader

from planning import clock
from planning.measures.rules import last_whole_quarter
from planning.measures.rules.period import quarter_of
from service.demo.stage import Stage
from service.jobs.measures import measure_jobs
from service.jobs.registry import JobContext
from service.jobs.reports import report_jobs
from tests.journeys.accord import Accord, eventually
from tests.journeys.conftest import Arriving
from tests.journeys.steps.quarter import (
    DAYS,
    REASONS,
    REPEATS,
    TEAM,
    given_a_quarter,
    naive_figures,
)
from tests.journeys.steps.running import when_they_have_a_pdf_made
from tests.journeys.visitor import Visitor

OVERALL = ("", "")
MANY = 40


async def test_page_file_report_and_pdf_tell_what_is_in_the_database(
    sign_in: Arriving, accord: Accord, stage: Stage, at_work: JobContext
) -> None:
    """Of the quarter before the last, in which no other journey met."""
    last = last_whole_quarter(clock.today(clock.now())).from_on
    quarter = quarter_of(last - timedelta(days=1))
    await given_a_quarter(stage, quarter)
    await _when_a_minute_has_passed(accord, at_work)
    expected = await naive_figures(accord, quarter, last)

    judith = await sign_in("partnership")
    repeats, met = (expected[REPEATS, part] for part in ("Repeats", "All"))
    share = f"{round(100 * repeats / met)} % of {met} children’s meetings"
    told = await _of_the_dashboard(judith, quarter, share)
    assert _numbers(told, quarter) == {key: str(number) for key, number in expected.items()}

    await judith.follow("Quarterly reports")
    await judith.page.get_by_label("Quarter", exact=True).select_option(quarter.isoformat())
    await judith.press("Make the report")
    await _when_a_minute_has_passed(accord, at_work)
    while await judith.page.get_by_role("button", name="See whether it is ready").count():
        await judith.press("See whether it is ready")
    assert share in await judith.reads()
    assert _in_order(await _file(judith)) == _in_order(told)

    rows = await _tables(judith)
    pdf = await when_they_have_a_pdf_made(judith, "Make the PDF")
    words = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    assert len(rows) > MANY
    assert [row for row in rows if row not in words] == []


async def _of_the_dashboard(judith: Visitor, quarter: date, share: str) -> list[dict[str, str]]:
    """Its numbers as a file; narrowed to the team that met, the page tells the same share."""
    await judith.open("/drift")
    await judith.choose("Period", "Quarters of your choice")
    for label in ("First quarter", "Last quarter"):
        await judith.page.get_by_label(label, exact=True).select_option(quarter.isoformat())
    await judith.press("Show")
    assert share in await judith.reads()
    told = await _file(judith)
    await judith.choose("Only", TEAM)
    await judith.press("Show")
    assert share in await judith.reads()
    return told


async def _when_a_minute_has_passed(accord: Accord, at_work: JobContext) -> None:
    """What the worker does each minute is queued, again while it is done, until all is done."""
    administrator = await asyncpg.connect(accord.database.administrator)

    async def done() -> bool | None:
        for schedule in (*measure_jobs().schedules, *report_jobs().schedules):
            await schedule.run(at_work)
        return None if await administrator.fetchval(_WAITING) else True

    await eventually(done)
    await administrator.close()


_WAITING = """
select exists (select from measure_due)
       or exists (select from quarterly_report where made_at is null)
"""


async def _file(reader: Visitor) -> list[dict[str, str]]:
    link = reader.page.get_by_role("link", name="Download every number (CSV)", exact=True)
    place = await link.get_attribute("href")
    answer = await reader.page.context.request.get(str(place))
    text = (await answer.body()).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def _in_order(lines: list[dict[str, str]]) -> list[list[str]]:
    """But for single operations, which no report tells."""
    return sorted(list(line.values()) for line in lines if line["By"] != "Operation")


def _numbers(lines: list[dict[str, str]], quarter: date) -> dict[tuple[str, str], str]:
    """The whole partnership’s, of the measures that are recomputed, but for zeros."""
    return {
        (line["Measure"], line["What"]): line["Number"]
        for line in lines
        if (line["By"], line["Of"]) == OVERALL
        and line["From"] == quarter.isoformat()
        and line["Measure"] in {REPEATS, DAYS, REASONS}
        and line["Number"] != "0"
    }


async def _tables(reader: Visitor) -> list[str]:
    """Every row of numbers that is not folded away on the page, without its spaces.

    What is folded is by team, type and month: in print it is in the file alone.
    """
    rows = reader.page.locator(
        "main .accord-chart__table:not(.accord-drift__more .accord-chart__table) tbody tr"
    )
    return ["".join(text.split()) for text in await rows.all_text_contents()]
