"""The web application: every router, hook and handler in sight."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader, State
from litestar.exceptions import HTTPException
from litestar.static_files import create_static_files_router

from planning import clock
from planning.plans.actions.templates import install_shipped_templates
from planning.procedures.actions import install_shipped_profile
from planning.transactions import use_connections
from service.api.router import api_router
from service.auth.guards import PUBLIC
from service.database.pool import open_pool
from service.mail.outgoing import outgoing_of
from service.pages.rendering import STATIC, STATIC_URL
from service.pages.router import page_router
from service.pages.serving import error_page
from service.scripts import script
from service.settings import Settings
from service.web.calendars import calendar_feed
from service.web.errors import error_handler
from service.web.headers import add_headers
from service.web.health import health
from service.web.metrics import metrics

LARGEST_BODY = 512 * 1024
ONE_YEAR = 365 * 24 * 60 * 60


def create_app(settings: Settings) -> Litestar:
    """The application; its lifespan opens the pool of `settings.database_url`."""
    answer = error_handler(error_page)
    app = Litestar(
        route_handlers=[
            page_router(),
            api_router(),
            static_router(),
            script,
            calendar_feed,
            health,
            metrics,
        ],
        lifespan=[_connected(settings)],
        before_send=[add_headers(settings)],
        exception_handlers={HTTPException: answer, Exception: answer},
        state=State({"settings": settings, "enqueue": outgoing_of(settings)}),
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,
    )
    app.state.paths = frozenset(route.path for route in app.routes)
    return app


def static_router() -> Router:
    """Files whose names hold their content's hash, so that they are kept for ever."""
    return create_static_files_router(
        STATIC_URL,
        [STATIC],
        opt=PUBLIC,
        include_in_schema=False,
        cache_control=CacheControlHeader(max_age=ONE_YEAR, public=True, immutable=True),
    )


def _connected(
    settings: Settings,
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        pool = await open_pool(settings.database_url, maximum=settings.pool_size)
        use_connections(pool)
        try:
            await install_shipped_profile(now=clock.now())
            await install_shipped_templates(now=clock.now())
            yield
        finally:
            use_connections(None)
            await pool.close()

    return lifespan
