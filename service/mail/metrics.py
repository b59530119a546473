"""What the mail side counts for `/metrics`."""

from prometheus_client import Counter

ATTEMPTS = Counter(
    "accord_mail_attempts_total", "Attempts to hand a mail in, by the state after", ["outcome"]
)
