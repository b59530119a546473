"""A document is a tagged, marked PDF that carries nothing it was not given."""

import asyncio
import io
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import psutil
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from service.documents.html import minutes_html, plan_html
from service.documents.outcome import Outcome
from service.documents.pdf import DocumentFailed, make_pdf
from tests.documents.examples import minutes, plan


async def read(html: str) -> PdfReader:
    return PdfReader(io.BytesIO(await make_pdf(html, timeout=60)))


async def test_minutes_say_marking_version_reader_and_page_on_every_page() -> None:
    pages = (await read(minutes_html(minutes(children=3)))).pages
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert "Version 3, final" in text
        assert "For Sam Ward, Northborough Academy, 23 November 2026, 9:05am" in text
        assert f"Page {number} of 4" in text


async def test_each_child_begins_a_page_of_their_own() -> None:
    _, *pages = (await read(minutes_html(minutes(children=3)))).pages
    for number, page in enumerate(pages, start=1):
        found = [f"Synthetic child {one}" in page.extract_text() for one in (1, 2, 3)]
        assert found == [one == number for one in (1, 2, 3)]


async def test_minutes_hold_the_record() -> None:
    text = "".join(page.extract_text() for page in (await read(minutes_html(minutes()))).pages)
    for words in ("Section 47 enquiry continues", "Dev Marsh", "No actions were agreed."):
        assert words in text


async def test_a_plan_holds_sections_schedules_and_signatures() -> None:
    text = "".join(page.extract_text() for page in (await read(plan_html(plan()))).pages)
    for words in ("Objectives", "Interview slots", "Sign-off"):
        assert words in text


async def test_the_pdf_is_tagged_and_says_its_language() -> None:
    catalogue = catalogue_of(await read(minutes_html(minutes())))
    marked = catalogue["/MarkInfo"].get_object()
    assert isinstance(marked, DictionaryObject)
    assert str(marked["/Marked"]) == "True"
    assert "/StructTreeRoot" in catalogue
    assert str(catalogue["/Lang"]) == "en-GB"
    metadata = catalogue["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert b"pdfuaid" in metadata.get_data()


def catalogue_of(reader: PdfReader) -> DictionaryObject:
    catalogue = reader.trailer["/Root"].get_object()
    assert isinstance(catalogue, DictionaryObject)
    return catalogue


async def test_headings_and_tables_are_tagged_as_what_they_are() -> None:
    root = catalogue_of(await read(minutes_html(minutes())))["/StructTreeRoot"].get_object()
    assert isinstance(root, DictionaryObject)
    kinds = list(_tags(root))
    assert kinds.count("/H1") == 1
    assert {"/H2", "/H3", "/Table", "/TH", "/TD", "/L"} <= set(kinds)


def _tags(element: DictionaryObject) -> list[str]:
    kids = element.get("/K", [])
    children = kids if isinstance(kids, list) else [kids]
    found = [str(element["/S"])] if "/S" in element else []
    for child in (one.get_object() for one in children):
        found += _tags(child) if isinstance(child, DictionaryObject) else []
    return found


async def test_the_metadata_names_the_kind_of_document_and_nothing_else() -> None:
    metadata = (await read(minutes_html(minutes()))).metadata
    assert metadata is not None
    assert set(metadata) == {"/Title", "/Producer"}
    assert metadata.title == "Minutes"


async def test_text_that_looks_like_markup_is_printed_as_text() -> None:
    text = (await read(minutes_html(minutes(hostile='<img src="file:///etc/hostname">')))).pages[0]
    assert '<img src="file:///etc/hostname">' in text.extract_text()


def picture(folder: Path) -> str:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    file = folder / "secret.png"
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b""))
    return file.as_uri()


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="" src="{0}">',
        '<link rel="stylesheet" href="{0}">',
        '<link rel="attachment" href="{0}">',
        '<object data="{0}"></object>',
        '<embed src="{0}">',
        "<style>@import '{0}';</style>",
        "<style>p {{ background: url('{0}') }}</style><p>x</p>",
        "<style>@font-face {{ font-family: x; src: url('{0}') }} p {{ font: 9pt x }}</style><p>",
        '<base href="file:///"><img alt="" src="etc/hostname">',
        '<img alt="" src="http://127.0.0.1:9/x.png">',
    ],
)
async def test_a_page_that_names_anything_outside_itself_is_refused(
    html: str, tmp_path: Path
) -> None:
    with pytest.raises(DocumentFailed, match="outside itself"):
        await make_pdf(html.format(picture(tmp_path)), timeout=60)


async def test_a_drawing_inside_the_page_embeds_no_file(tmp_path: Path) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<image href="{picture(tmp_path)}" width="9" height="9"/></svg>'
    )
    reader = await read(drawing)
    assert [image for page in reader.pages for image in page.images] == []


async def test_a_slow_document_is_killed_and_leaves_no_process() -> None:
    started = time.monotonic()
    with pytest.raises(DocumentFailed, match="took too long"):
        await make_pdf("<p>word" * 200_000, timeout=1)
    assert time.monotonic() - started < 10
    assert renderers() == []


def test_a_document_that_needs_too_much_memory_ends_without_a_word_of_it() -> None:
    limited = (
        "import sys; from service.documents import limits, render; "
        "limits.MEMORY_LIMIT = 200 * 2**20; sys.exit(render.main())"
    )
    run = subprocess.run(
        [sys.executable, "-c", limited],
        input=b"<p>secret" * 20_000,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (Outcome.TOO_LARGE, b"")
    assert b"secret" not in run.stderr


async def test_a_cancelled_caller_leaves_no_process() -> None:
    task = asyncio.create_task(make_pdf("<p>word" * 200_000, timeout=60))
    while not renderers():  # noqa: ASYNC110 - a process has no event to wait for
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert renderers() == []


def renderers() -> list[int]:
    return [
        child.pid
        for child in psutil.Process().children()
        if "service.documents.render" in child.cmdline()
    ]
