"""Every handler and schedule of the worker in sight."""

from datetime import timedelta

from service.documents.jobs import document_jobs
from service.jobs.answers import answer_jobs
from service.jobs.drift import drift_jobs
from service.jobs.ladder import ladder_jobs
from service.jobs.measures import measure_jobs
from service.jobs.minutes import minutes_jobs
from service.jobs.registry import Jobs
from service.jobs.reminders import reminder_jobs
from service.jobs.reports import report_jobs
from service.jobs.signing_afterwards import signing_afterwards_jobs
from service.jobs.tidying import tidying_jobs
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.jobs import incoming_jobs
from service.mail.jobs import delivery_of, mail_jobs
from service.mail.outgoing import outgoing_of
from service.mail.undelivered.jobs import again_jobs
from service.settings import Settings
from service.surge.jobs import surge_jobs
from service.web.tidying import answers_jobs


def all_jobs(settings: Settings) -> Jobs:
    """What the worker does; a module that has background work adds its `Jobs` here."""
    outgoing = outgoing_of(settings)
    return (
        mail_jobs(delivery_of(settings))
        + again_jobs(outgoing)
        + incoming_jobs(
            outgoing,
            Trusted(settings.receive_authserv, settings.receive_hops),
            kept=timedelta(days=settings.receive_days),
        )
        + drift_jobs(outgoing)
        + ladder_jobs(outgoing)
        + answer_jobs(outgoing)
        + signing_afterwards_jobs(outgoing)
        + reminder_jobs(outgoing)
        + minutes_jobs(outgoing)
        + measure_jobs()
        + report_jobs()
        + document_jobs()
        + surge_jobs()
        + answers_jobs()
        + tidying_jobs()
    )
