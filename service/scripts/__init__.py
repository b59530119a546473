"""The few scripts that pages can do without, served as they are written here."""

import hashlib
from functools import cache
from pathlib import Path

from litestar import Response, get
from litestar.datastructures import CacheControlHeader
from litestar.params import FromPath

from planning.errors import NotFound
from service.auth.guards import PUBLIC

FOLDER = Path(__file__).resolve().parent
URL = "/scripts"
ONE_YEAR = 365 * 24 * 60 * 60


@cache
def script_url(name: str) -> str:
    """The address of a script, its content's hash in it, so that it caches for ever."""
    content = (FOLDER / name).read_bytes()
    return f"{URL}/{hashlib.sha256(content).hexdigest()[:12]}-{name}"


@get(
    URL + "/{name:str}",
    opt=PUBLIC,
    include_in_schema=False,
    cache_control=CacheControlHeader(max_age=ONE_YEAR, public=True, immutable=True),
)
async def script(name: FromPath[str]) -> Response[bytes]:
    """A script by the address that pages name; it holds nothing of any case."""
    for file in sorted(FOLDER.glob("*.js")):
        if script_url(file.name) == f"{URL}/{name}":
            return Response(file.read_bytes(), media_type="text/javascript")
    raise NotFound
