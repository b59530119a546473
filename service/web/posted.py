"""What a browser posted: read once, in one encoding, and refused when it comes from elsewhere."""

from io import BytesIO
from typing import Any, cast
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import FormMultiDict, State
from litestar.exceptions import ClientException, HTTPException
from multipart import MultipartError, MultipartParser, parse_options_header

from planning.errors import NotAllowed
from service.auth.guards import SAFE_METHODS
from service.auth.secret import same
from service.settings import LOOPBACK
from service.web.context import session_of, settings_of, split_address

FORM = "application/x-www-form-urlencoded"
FILE_FORM = "multipart/form-data"
UPLOAD = {"upload": True}
MOST_PARTS = 20
MOST_FIELDS = 2000
OUR_FIELDS = frozenset({"_csrf", "_key", "password"})
AnyRequest = Request[Any, Any, State]


async def posted(request: AnyRequest) -> FormMultiDict:
    """The posted fields; whatever bytes came, they are text afterwards."""
    if "posted" not in request.state:
        if is_upload(request):
            request.state.posted = _parts(await request.body(), _content_type(request))
            fields: FormMultiDict = request.state.posted
            return fields
        body = (await request.body()).decode("ascii", "replace")
        try:
            pairs = parse_qsl(
                body, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS
            )
        except ValueError as many:
            raise ClientException("The form has too many fields.") from many
        request.state.posted = FormMultiDict(pairs)
    return cast("FormMultiDict", request.state.posted)


def is_upload(request: AnyRequest) -> bool:
    """Whether the route takes a file (`opt=UPLOAD`) and one may be in this request."""
    takes_file = bool(request.route_handler.opt.get("upload"))
    return takes_file and _content_type(request).startswith(f"{FILE_FORM};")


def _content_type(request: AnyRequest) -> str:
    return str(request.headers.get("content-type", ""))


def _parts(body: bytes, content_type: str) -> FormMultiDict:
    """Fields as text and files as bytes, which no form shows again.

    Text is UTF-8 whatever a field's own header claims, and any bytes are some text.
    """
    _, options = parse_options_header(content_type)
    try:
        parser = MultipartParser(
            BytesIO(body),
            options.get("boundary", ""),
            content_length=len(body),
            part_limit=MOST_PARTS,
            memory_limit=len(body) + 1,
            spool_limit=len(body) + 1,
            disk_limit=len(body) + 1,
        )
        return FormMultiDict(
            [
                (
                    part.name,
                    part.raw if part.filename is not None else part.raw.decode(errors="replace"),
                )
                for part in parser
            ]
        )
    except MultipartError as broken:
        raise ClientException("The form cannot be read.") from broken


async def check_post(request: AnyRequest) -> None:
    """Refuse a form of another kind, from another site, or without this session's token."""
    if request.method in SAFE_METHODS:
        return
    is_form = _content_type(request).split(";")[0].strip().lower() == FORM
    if not is_form and not is_upload(request):
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
