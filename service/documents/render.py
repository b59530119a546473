"""Turns HTML on standard input into PDF/UA on standard output, in a process of its own.

Started by service.documents.pdf. It fetches nothing, reads no file that the page names, and says
nothing of the page: numbers of pages on standard error and its exit status are its whole report.
"""

import gc
import logging
import os
import sys
import time
from typing import Any

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from service.documents.limits import limit_resources
from service.documents.outcome import Outcome


class DataOnly(URLFetcher):  # type: ignore[misc] # weasyprint ships no types
    """Lets a page embed what it carries as `data:`; any other address ends the whole document.

    WeasyPrint would otherwise embed `file:///` and leave a refused picture out without a word.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


SECONDS_BETWEEN = 0.5
_PAGE = "Step 5 - Creating layout - Page %d"


class PagesSet(logging.Handler):
    """Tells how many pages are set, twice a second at most, and at the end the last of them."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._told_at = time.monotonic()
        self._told = self._set = 0

    def emit(self, record: logging.LogRecord) -> None:
        """A number and nothing else: no word of the page goes out this way."""
        if record.msg != _PAGE:
            return
        self._set = int(record.getMessage().rsplit(maxsplit=1)[-1])
        if time.monotonic() - self._told_at >= SECONDS_BETWEEN:
            self.tell()

    def tell(self) -> None:
        """Say the last page set, unless it was said."""
        if self._set > self._told:
            sys.stderr.write(f"{self._set}\n")
            sys.stderr.flush()
        self._told, self._told_at = self._set, time.monotonic()


def render(html: str) -> bytes:
    """The PDF/UA-1 bytes. Raises FatalURLFetchingError for any address that is not `data:`."""
    fetcher: Any = DataOnly()
    document = weasyprint.HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def main() -> Outcome:
    """Render once and report by exit status alone."""
    limit_resources()
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    pages = PagesSet()
    progress.addHandler(pages)
    # The process ends with the document: looking for garbage costs a sixth of the time.
    gc.disable()
    try:
        pdf = render(sys.stdin.buffer.read().decode())
    except FatalURLFetchingError:
        return Outcome.ADDRESS_REFUSED
    except MemoryError:
        return Outcome.TOO_LARGE
    except Exception:  # noqa: BLE001 - a traceback could carry case content to the log
        return Outcome.BROKEN
    pages.tell()
    sys.stdout.buffer.write(pdf)
    return Outcome.MADE


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Taking a long document's objects down one by one would cost as much as writing it.
    os._exit(status)
