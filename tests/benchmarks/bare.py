"""What our pages are compared with: the least that a Litestar handler can do for such a page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import asyncpg
from jinja2 import Environment
from litestar import Litestar, Response, get
from litestar.enums import MediaType

from service.pages.presenters.dates import deadline
from service.pages.rendering import environment
from service.pages.shell import NavigationItem, Shell
from tests.benchmarks.partnership import Reader

PATH = "/bare"
Render = Callable[[Sequence[Mapping[str, object]]], str]

_OURS = """
{% extends "layouts/base.html" %}
{% from "components/content.html" import deadline %}
{% from "components/tables.html" import any, table %}
{% block content %}
{% call table(title, ["What to do", "When"]) %}
{% for row in rows %}
<tr class="govuk-table__row">
  <th scope="row" class="govuk-table__header accord-table__first">
    <a class="govuk-link" href="/things/{{ row.id }}">{{ row.name }}</a>
  </th>
  {% call any("When") %}{{ deadline(due) }}{% endcall %}
</tr>
{% endfor %}
{% endcall %}
{% endblock %}
"""
_PLAIN = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>
<table>{% for row in rows %}
<tr><th scope="row"><a href="/things/{{ row.id }}">{{ row.name }}</a></th><td>{{ due }}</td></tr>
{%- endfor %}</table></main></body></html>
"""
_PLACES = ("Your work", "Meetings", "Children", "Operations", "Drift", "Record")


def framed() -> Render:
    """A table in the frame that our pages have, made of the same components."""
    template = environment().from_string(_OURS)
    shell = Shell(
        partnership="Northborough",
        person="Person 1",
        agency="Agency 1",
        csrf_token="0" * 43,
        navigation=tuple(NavigationItem(name, f"/{name}") for name in _PLACES),
    )
    due = deadline(date(2026, 3, 4), date(2026, 3, 3))
    return lambda rows: template.render(title="Bare", shell=shell, rows=rows, due=due)


def plain() -> Render:
    """Nothing but a table, in a template of its own."""
    template = Environment(autoescape=True).from_string(_PLAIN)
    return lambda rows: template.render(title="Bare", rows=rows, due="4 March 2026, tomorrow")


def bare_app(
    pool: asyncpg.Pool, readers: list[Reader], render: Render, *, queries: int, size: int
) -> Litestar:
    """One handler: so many reads by primary key in one transaction, a page of about `size` bytes.

    No sign-in, no actor, no walls, no log: straight from asyncpg's pool into the template.
    """
    ids = [reader.person_id for reader in readers]
    empty, one = len(render([])), len(render([{"id": ids[0], "name": "Person 1000"}]))
    lines = max(1, round((size - empty) / (one - empty)))

    @get(PATH)
    async def bare() -> Response[str]:
        rows: list[Mapping[str, object]] = []
        async with pool.acquire() as connection, connection.transaction():
            for person_id in (ids * queries)[:queries]:
                rows += await connection.fetch(
                    "select id, name, email from person where id = $1", person_id
                )
        return Response(render((rows * lines)[:lines]), media_type=MediaType.HTML)

    return Litestar([bare], openapi_config=None, logging_config=None)
