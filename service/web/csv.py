"""Tables to take away. A spreadsheet opens them as they are and runs nothing in them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from litestar import Response

from planning.clock import LONDON

Cell = str | int | float | Decimal | date | datetime | bool | None
MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_BYTE_ORDER_MARK = "\ufeff"
_WOULD_BE_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A heading and rows, marked as UTF-8, lines ended as RFC 4180 has it."""
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in heading])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def csv_response(
    heading: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str
) -> Response[str]:
    """The same as a file to keep; `name` must tell nothing of anybody. No cache keeps it."""
    return Response(
        csv_text(heading, rows),
        media_type=MEDIA_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.astimezone(LONDON):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str():
            return f"'{value}" if value.startswith(_WOULD_BE_RUN) else value
        case _:
            return str(value)
