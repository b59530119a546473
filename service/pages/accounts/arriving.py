"""The answer that signs a browser in or out, and what to say to who may not come in."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.enums import MediaType

from planning.errors import Blocked
from service.auth.cookies import session_cookie
from service.auth.throttle import TooManyTries
from service.pages.forms import Form
from service.web.context import settings_of
from service.web.errors import status_of
from service.web.faults import moment_words

AnyRequest = Request[Any, Any, State]


def arrive(request: AnyRequest, session_id: str, path: str) -> Response[bytes]:
    """Go to `path` with this session; with "" as a stranger."""
    settings = settings_of(request)
    cookie = session_cookie(session_id, secure=settings.secure, lasts=settings.session_lasts)
    return Response(
        b"",
        status_code=303,
        headers={"Location": path},
        cookies=[cookie],
        media_type=MediaType.HTML,
    )


def note_refusal(form: Form, refusal: Blocked | TooManyTries) -> int:
    """Put the reason on the form; the status to answer."""
    if isinstance(refusal, TooManyTries):
        form.add_error("", f"{refusal} Try again after {moment_words(refusal.until)}")
    else:
        form.add_blockers(refusal.blockers)
    return status_of(refusal)
