"""Which mail server takes the mail of which channel."""

from service.mail.servers import Route
from service.mail.smtp import MailServer
from service.settings import Settings


def routes_of(settings: Settings) -> list[Route]:
    """The ordinary server, and CJSM's where it has one of its own.

    Mail of the portal channel is never queued, so no server takes it.
    """
    ordinary = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
    )
    if not settings.cjsm_smtp_host:
        return [Route("ordinary", ("ordinary", "tls", "cjsm"), ordinary)]
    cjsm = MailServer(
        host=settings.cjsm_smtp_host,
        port=settings.cjsm_smtp_port,
        security=settings.cjsm_smtp_security,
        user=settings.cjsm_smtp_user,
        password=settings.cjsm_smtp_password,
    )
    return [Route("ordinary", ("ordinary", "tls"), ordinary), Route("cjsm", ("cjsm",), cjsm)]
