"""Headers that every answer carries, errors of the router too."""

from litestar.types import BeforeMessageSendHookHandler, Message, Scope

from service.settings import Settings

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
CACHE_CONTROL = b"cache-control"
NOT_KEPT = (CACHE_CONTROL, b"no-store")
TWO_YEARS = "max-age=63072000; includeSubDomains"


def add_headers(settings: Settings) -> BeforeMessageSendHookHandler:
    """The hook that adds them; nothing is kept by browsers or proxies unless a handler says so.

    `Referrer-Policy: same-origin`: under `no-referrer` Chromium sends `Origin: null` on ordinary
    form posts.
    """
    always = dict(SECURITY_HEADERS)
    if settings.secure:
        always["Strict-Transport-Security"] = TWO_YEARS
    added = [(name.lower().encode(), value.encode()) for name, value in always.items()]
    names = {name for name, _ in added}

    async def add(message: Message, _scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        kept = [header for header in message["headers"] if header[0].lower() not in names]
        if all(header[0].lower() != CACHE_CONTROL for header in kept):
            kept.append(NOT_KEPT)
        message["headers"] = [*kept, *added]

    return add
