"""What happened: append-only, written in the action's own transaction."""
