"""Every page in sight; adding an area is one line here."""

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from service.auth.guards import require_session
from service.pages import (
    accounts,
    actions,
    administration,
    audits,
    capacity,
    concerns,
    diaries,
    documents,
    drift,
    escalations,
    lessons,
    mailbox,
    meetings,
    operations,
    plans,
    procedures,
    search,
    sign_offs,
    support,
    surge,
    templates,
    undelivered,
    work,
)
from service.web.posted import check_post

AREAS = [
    mailbox,
    work,
    actions,
    concerns,
    escalations,
    search,
    meetings,
    surge,
    accounts,
    documents,
    diaries,
    administration,
    procedures,
    templates,
    operations,
    plans,
    capacity,
    sign_offs,
    support,
    lessons,
    undelivered,
    audits,
    drift,
]


def page_router() -> Router:
    """The pages, behind their guard and their check of what is posted."""
    routes: list[HTTPRouteHandler] = [route for area in AREAS for route in area.routes]
    return Router(
        "/",
        route_handlers=routes,
        guards=[require_session],
        before_request=check_post,
        include_in_schema=False,
    )
