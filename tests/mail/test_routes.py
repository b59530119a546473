"""Which server takes which mail."""

from service.mail.routes import routes_of
from service.mail.smtp import MailServer
from service.settings import MailSecurity, load


def test_one_server_takes_all_mail_unless_cjsm_has_its_own() -> None:
    ordinary = MailServer("127.0.0.1", 25, MailSecurity.NONE)
    (only,) = routes_of(load({}))
    assert (only.channels, only.server) == (("ordinary", "tls", "cjsm"), ordinary)
    first, second = routes_of(load({"ACCORD_CJSM_SMTP_HOST": "cjsm.example"}))
    assert (first.channels, first.server) == (("ordinary", "tls"), ordinary)
    assert (second.name, second.channels) == ("cjsm", ("cjsm",))
    assert second.server == MailServer("cjsm.example", 25, MailSecurity.STARTTLS)
