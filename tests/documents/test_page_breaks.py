"""A table's heading is on the page on which the table begins."""

import io

import msgspec
import pytest
from pypdf import PdfReader

from service.documents.content import Fact, Part, Table
from service.documents.html import plan_html
from service.documents.pdf import make_pdf
from tests.documents.examples import plan

LONG_ROWS = tuple((f"row {number} " + "long words here " * 12, "b") for number in range(4))


@pytest.mark.parametrize("lines_before", [17, 18, 19])
async def test_a_heading_is_not_left_alone_at_the_foot_of_a_page(lines_before: int) -> None:
    facts = tuple(Fact(f"Line {number}", "v") for number in range(lines_before))
    table = Table("Resources of all", ("What", "Who"), LONG_ROWS, "None.")
    sections = (Part(heading="Before", facts=facts), Part(heading="Then", tables=(table,)))
    html = plan_html(msgspec.structs.replace(plan(), sections=sections))
    pages = [
        page.extract_text()
        for page in PdfReader(io.BytesIO(await make_pdf(html, timeout=60))).pages
    ]
    places = [
        next(number for number, text in enumerate(pages) if words in text)
        for words in ("Then", "Resources of all", "row 0")
    ]
    assert len(set(places)) == 1
