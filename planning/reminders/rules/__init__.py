"""Which reminders there are, when each is due, and what is due now."""
