"""The gate as it stands, and what was signed and recorded about going live."""

from planning.go_live.queries.gate import Gate, gate_of, gates_of
from planning.go_live.queries.records import (
    GoLiveSeen,
    ReviewSeen,
    UnsignedRow,
    go_live_record_of,
    live_without_sign_off,
)
from planning.go_live.queries.risks import GapSeen, gaps_of
from planning.go_live.queries.surge import SurgeConfirmationSeen, SurgeSeen, surge_of
from planning.go_live.queries.waiting import Duty, LiveDuty, live_duties

__all__ = [
    "Duty",
    "GapSeen",
    "Gate",
    "GoLiveSeen",
    "LiveDuty",
    "ReviewSeen",
    "SurgeConfirmationSeen",
    "SurgeSeen",
    "UnsignedRow",
    "gaps_of",
    "gate_of",
    "gates_of",
    "go_live_record_of",
    "live_duties",
    "live_without_sign_off",
    "surge_of",
]
