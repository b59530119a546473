"""Mail as background work."""

from service.jobs.registry import Handler, JobContext, Jobs, Watch
from service.mail.delivery import Delivery, Manner
from service.mail.identity import identity_of
from service.mail.outgoing import DELIVER
from service.mail.routes import routes_of
from service.mail.servers import Rate
from service.settings import Settings


def delivery_of(settings: Settings) -> Delivery:
    """Delivers by the mail servers of the settings."""
    manner = Manner(identity_of(settings), Rate(settings.mail_per_minute))
    return Delivery(routes_of(settings), manner, lanes=settings.smtp_connections)


def mail_jobs(delivery: Delivery) -> Jobs:
    """Delivery at once when something is queued, and every few seconds for what waits."""

    async def wake(_payload: bytes, _context: JobContext) -> None:
        delivery.ring()

    return Jobs((Handler(DELIVER, wake),), watches=(Watch("mail delivery", delivery.run),))
