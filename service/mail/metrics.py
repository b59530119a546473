"""What the mail side counts for `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

ATTEMPTS = Counter(
    "accord_mail_attempts_total", "Attempts to hand a mail in, by the state after", ["outcome"]
)
ACCEPTED_AFTER = Histogram(
    "accord_mail_accepted_seconds",
    "Time from the act to the mail server's yes",
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600, 3600, 86400),
)
WAITING = Gauge("accord_mail_waiting", "Mails that wait or are being handed in")
OLDEST = Gauge("accord_mail_oldest_seconds", "How long the oldest of them has waited")
UNUSABLE = Gauge("accord_mail_server_unusable", "1 while a mail server cannot be used", ["server"])
