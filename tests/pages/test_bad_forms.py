"""Whatever bytes a browser sends to whichever page, the answer is never a failure of ours."""

import re
from urllib.parse import urlencode

import pytest
from litestar import Litestar

from service.api.router import operations_of
from service.auth.secret import csrf_token
from service.web.context import API
from tests.api.everything import make_everything
from tests.clients import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")
ENDS_THE_SESSION = frozenset({"/sign-out", "/sign-out-everywhere"})
OURS = 500
_FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')
BAD = {
    "null and half a character": b"%00%ed%a0%80%ff",
    "a huge number": b"9" * 400,
    "unknown": b"00000000-0000-4000-8000-000000000001",
    "nothing": b"",
}


@pytest.mark.parametrize("kind", BAD)
async def test_no_field_of_any_page_makes_accord_fail(
    app: Litestar, browser: Browser, kind: str
) -> None:
    world = await make_everything()
    await browser.sign_in_as(world.boss)
    failed: list[str] = []
    for pattern, method, _ in operations_of(app):
        if method != "POST" or pattern.startswith(API) or pattern in ENDS_THE_SESSION:
            continue
        path = world.path(pattern)
        shown = await browser.get(path)
        names = set(_FIELD.findall(shown.text)) - {"_csrf", "_key", "password"}
        sent = urlencode({"_csrf": csrf_token(browser.session_id)}).encode()
        sent += b"".join(b"&%s=%s" % (name.encode(), BAD[kind]) for name in names)
        answer = await browser.post(path, content=sent, headers=FORM)
        failed += [pattern for one in (shown, answer) if one.status_code >= OURS]
    assert (await browser.get("/account")).status_code == 200
    assert failed == []
