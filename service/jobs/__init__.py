"""Background work: the only place that knows pgqueuer."""
