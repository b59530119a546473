"""What our pages are compared with: the least that a Litestar handler can do for such a page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from typing import Any
from uuid import UUID

import asyncpg
from jinja2 import Template
from litestar import Litestar, Response, get
from litestar.enums import MediaType

from service.pages.rendering import environment
from tests.benchmarks.partnership import Reader

PATH = "/bare"


class Rendered:
    """A template of ours with what a page gave it, to be rendered again as it was."""

    def __init__(self, template: Template, context: dict[str, Any]) -> None:
        self._template, self._context = template, context

    def __call__(self) -> str:
        return self._template.render(self._context)


@contextmanager
def recording() -> Iterator[list[Rendered]]:
    """What pages render meanwhile."""
    rendered: list[Rendered] = []

    class Recording(Template):
        def render(self, *given: Any, **context: Any) -> str:
            if not given:
                rendered.append(Rendered(self, context))
            return super().render(*given, **context)

    pages = environment()
    usual, pages.template_class = pages.template_class, Recording
    _forget_templates()
    try:
        yield rendered
    finally:
        pages.template_class = usual
        _forget_templates()


def _forget_templates() -> None:
    cache = environment().cache
    if cache is not None:
        cache.clear()


def bare_app(
    pool: asyncpg.Pool,
    readers: Sequence[Reader],
    pages: Sequence[Rendered],
    *,
    queries: int,
    walled: bool,
) -> Litestar:
    """One handler: so many reads by primary key in one transaction, then a page of ours again.

    No sign-in, no log: straight from asyncpg's pool into the template, which gets what it got
    from us, ready made. `walled`: as a reader, of rows behind the walls, as any page about a case
    must; otherwise as nobody, of rows that everybody may read.
    """
    turn, reader_of = cycle(pages), cycle(readers)

    @get(PATH)
    async def bare() -> Response[str]:
        reader = next(reader_of)
        async with pool.acquire() as connection, connection.transaction():
            if walled:
                await connection.execute(_ACTOR, str(reader.person_id))
            for _ in range(queries - walled):
                await connection.fetch(*_read(reader, walled=walled))
        return Response(next(turn)(), media_type=MediaType.HTML)

    return Litestar([bare], openapi_config=None, logging_config=None)


_ACTOR = "select set_config('accord.actor', $1, true)"


def _read(reader: Reader, *, walled: bool) -> tuple[str, UUID]:
    if walled:
        return "select id, reason, opened_at from concern where id = $1", reader.concern_id
    return "select id, name, email from person where id = $1", reader.person_id
