"""A report in print says what is frozen in it: every number of its tables and headlines."""

import io
import re
from uuid import UUID

from pypdf import PdfReader

from planning.measures.queries import ReportLine, ReportSeen
from planning.measures.rules.reports import changes, fingerprint_of
from service.documents.content import Sheet
from service.documents.html import report_html
from service.documents.pdf import make_pdf
from service.documents.reports import report_content
from service.pages.presenters.drift.sections import sections_of
from tests.pages.drift.drawn import AS_OF, drawn_dashboard

SHEET = Sheet(
    title="Report", version="Version 2", reader="Judith Kerr, Partnership", made_at="14 April 2026"
)
MOST_PAGES = 12
"""What a board reads."""


def squeezed(text: str) -> str:
    """Without white space, which breaks differently in print."""
    return re.sub(r"\s+", "", text)


async def test_every_number_in_print_is_the_frozen_one() -> None:
    content, before = drawn_dashboard(size=60), drawn_dashboard(size=60, seed=6)
    mark = fingerprint_of(content).hex()
    line = ReportLine(
        UUID(int=1), content.period.from_on, 2, AS_OF, "Judith Kerr", AS_OF, AS_OF, mark
    )
    seen = ReportSeen(line, content, superseded=False, changed=changes(content, before)[:9])
    printed = report_content(seen, content, SHEET)
    pdf = await make_pdf(report_html(printed), timeout=120)
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = squeezed("".join(page.extract_text() for page in pages))
    sections = [section for section in sections_of(content) if not section.empty]
    rows = [row for section in sections for picture in section.pictures for row in picture.rows]
    headlines = [(one.figure, one.unit, one.note) for section in sections for one in section.stats]
    said = [squeezed("".join(row)) for row in (*rows, *headlines, *printed.changed.rows)]
    assert len(said) > 80
    assert [words for words in said if words not in text] == []
    assert mark in text
    said = [squeezed(cell) for row in printed.meanings.rows for cell in row]
    assert [words for words in said if words not in text] == []
    assert len(pages) <= MOST_PAGES
