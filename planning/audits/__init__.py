"""Case audit: a reproducible sample of concerns, read by auditors, told as counts only."""
