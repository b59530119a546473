"""What our pages are compared with: the least that a Litestar handler can do for such a page."""

import asyncpg
from jinja2 import Environment
from litestar import Litestar, Response, get
from litestar.enums import MediaType

from tests.benchmarks.partnership import Reader

PATH = "/bare"
_ROW_TEXT = "What waits, in a cell of the table"
_TEMPLATE = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>
<table>{% for row in rows %}
<tr><th scope="row"><a href="/things/{{ row.id }}">{{ row.name }}</a></th><td>{{ text }}</td></tr>
{%- endfor %}</table></main></body></html>
"""


def bare_app(pool: asyncpg.Pool, readers: list[Reader], *, queries: int, size: int) -> Litestar:
    """One handler: so many reads by primary key in one transaction, about `size` bytes."""
    template = Environment(autoescape=True).from_string(_TEMPLATE)
    ids = [reader.person_id for reader in readers]

    def page(rows: list[asyncpg.Record], count: int) -> str:
        return template.render(title="Bare", text=_ROW_TEXT, rows=(rows * count)[:count])

    @get(PATH)
    async def bare() -> Response[str]:
        rows = []
        async with pool.acquire() as connection, connection.transaction():
            for person_id in (ids * queries)[:queries]:
                rows += await connection.fetch(
                    "select id, name, email from person where id = $1", person_id
                )
        return Response(page(rows, lines), media_type=MediaType.HTML)

    lines = _lines_for(size)
    return Litestar([bare], openapi_config=None, logging_config=None)


def _lines_for(size: int) -> int:
    line = len('\n<tr><th scope="row"><a href="/things/"></a></th><td></td></tr>') + len(_ROW_TEXT)
    return max(1, (size - 150) // (line + 36 + len("Person 1000")))
