"""What a browser posted: read once, in one encoding, and refused when it comes from elsewhere."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import FormMultiDict, State
from litestar.exceptions import ClientException, HTTPException

from planning.errors import NotAllowed
from service.auth.guards import SAFE_METHODS
from service.auth.secret import same
from service.settings import LOOPBACK
from service.web.context import session_of, settings_of, split_address

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 2000
OUR_FIELDS = frozenset({"_csrf", "_key", "password"})
AnyRequest = Request[Any, Any, State]


async def posted(request: AnyRequest) -> FormMultiDict:
    """The posted fields; whatever bytes came, they are text afterwards."""
    if "posted" not in request.state:
        body = (await request.body()).decode("ascii", "replace")
        try:
            pairs = parse_qsl(
                body, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS
            )
        except ValueError as many:
            raise ClientException("The form has too many fields.") from many
        request.state.posted = FormMultiDict(pairs)
    fields: FormMultiDict = request.state.posted
    return fields


async def check_post(request: AnyRequest) -> None:
    """Refuse a form of another kind, from another site, or without this session's token."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
        raise HTTPException(status_code=415, detail="Send the form as a form.")
    _check_origin(request)
    session = session_of(request)
    token = str((await posted(request)).get("_csrf", ""))
    if session is not None and not same(token, session.csrf_token):
        raise NotAllowed(
            "This form is out of date. Go back, reload the page, check what you entered and "
            "send it again."
        )


def _check_origin(request: AnyRequest) -> None:
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    if site not in {"same-origin", "none"} or (origin and not _is_ours(request, origin)):
        raise NotAllowed("This form was sent from another website, so nothing was done.")


def _is_ours(request: AnyRequest, origin: str) -> bool:
    ours = settings_of(request).public_url
    if same(origin, ours):
        return True
    theirs, mine = split_address(origin), split_address(ours)
    both_here = theirs.hostname in LOOPBACK and mine.hostname in LOOPBACK
    return both_here and theirs.netloc == request.headers.get("host", "")
