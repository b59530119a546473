"""Strategy meetings: scheduling, attendance, quorum, outcomes, actions and minutes."""
