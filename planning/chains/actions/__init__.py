"""Writing to chains; one file for each kind of act."""

from planning.chains.actions.clocks import move_clock, record_clock_met
from planning.chains.actions.correcting import replace_entry
from planning.chains.actions.handing import record_hand_over_answer
from planning.chains.actions.moving import close_concern, move_next_date
from planning.chains.actions.rebuilding import Rebuilt, rebuild_chains, shares
from planning.chains.actions.recording import (
    Held,
    NewEntry,
    escalate_by_clock,
    record_entries,
)
from planning.chains.actions.refreshing import lock_chains, refresh_chains
from planning.chains.actions.reopening import reopen_undecided
from planning.chains.actions.reviewing import record_review

__all__ = [
    "Held",
    "NewEntry",
    "Rebuilt",
    "close_concern",
    "escalate_by_clock",
    "lock_chains",
    "move_clock",
    "move_next_date",
    "rebuild_chains",
    "record_clock_met",
    "record_entries",
    "record_hand_over_answer",
    "record_review",
    "refresh_chains",
    "reopen_undecided",
    "replace_entry",
    "shares",
]
