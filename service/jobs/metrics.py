"""What the worker counts for `/metrics`."""

from prometheus_client import Counter

JOBS = Counter("accord_jobs_total", "Jobs that ended, by how", ["job", "outcome"])
RESTARTS = Counter(
    "accord_worker_restarts_total", "Times the worker lost the database and started again"
)
REMINDERS = Counter("accord_reminders_total", "Things of which people were reminded")
REMINDED = Counter("accord_reminder_mails_total", "Mails that told of them")
SET_ASIDE = Counter(
    "accord_measures_set_aside_total", "Times a concern could not be counted in the figures"
)
