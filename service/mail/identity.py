"""Who the mail is from and where its links lead."""

from dataclasses import dataclass
from uuid import UUID

from service.settings import Settings


@dataclass(frozen=True, slots=True)
class MailIdentity:
    """`domain` receives answers and bounces, `sender` is the From address, `base_url` has no slash
    at its end.
    """

    domain: str
    sender: str
    base_url: str

    def organiser(self, token: str) -> str:
        """The recipient's own unguessable address of the service (design: calendar, Out)."""
        return f"meetings+{token}@{self.domain}"

    def return_path(self, return_token: UUID) -> str:
        """The envelope sender of one message, where word comes that it did not arrive."""
        return f"bounces+{return_token.hex}@{self.domain}"


def identity_of(settings: Settings) -> MailIdentity:
    """Who mail is from in this installation."""
    return MailIdentity(settings.mail_domain, settings.mail_from, settings.public_url)
