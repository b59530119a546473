"""Telling people what waits for them: by the clock, and when somebody asks for it."""

from planning.reminders.actions.signing import chase_signatories
from planning.reminders.actions.telling import chase, chase_chains, remind

__all__ = ["chase", "chase_chains", "chase_signatories", "remind"]
