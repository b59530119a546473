"""Rules of batches: what may be asked of the scheduler, and what would be if."""
