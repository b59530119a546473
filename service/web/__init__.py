"""What every answer has in common: errors, headers, logs, idempotency, health."""
