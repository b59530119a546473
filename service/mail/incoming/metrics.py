"""What the receiving side counts for `/metrics`."""

from prometheus_client import Counter, Gauge

CONNECTIONS = Gauge("accord_incoming_connections", "Connections of mail servers now")
ANSWERS = Counter(
    "accord_incoming_answers_total",
    "What mail servers were told, by what they asked",
    ["asked", "outcome"],
)
HANDLED = Counter(
    "accord_incoming_handled_total", "Incoming mail that was dealt with", ["state", "reason"]
)
