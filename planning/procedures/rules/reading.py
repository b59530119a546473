"""Reading a profile from TOML."""

from collections.abc import Container, Iterable
from enum import StrEnum

import msgspec

from planning.errors import Blocker, Invalid
from planning.procedures.rules.profile import Profile
from planning.procedures.rules.vocabulary import (
    ApologyReason,
    MeetingKind,
    NoDecisionReason,
    Outcome,
)


def parse_profile(content: str) -> Profile:
    """Read a profile from TOML; raises `Invalid` with sentences that say where it is wrong."""
    try:
        profile = msgspec.toml.decode(content, type=Profile)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Invalid(
            [Blocker(f"The procedure profile cannot be read: {error}.", "content")]
        ) from error
    faults = profile_faults(profile)
    if faults:
        raise Invalid(faults)
    return profile


def profile_faults(profile: Profile) -> list[Blocker]:
    """What a readable profile leaves out, or says against itself."""
    drift, times = profile.drift, profile.timescales
    checks = (
        (drift.amber_run < drift.red_run, "drift.red_run must be more than drift.amber_run"),
        (
            drift.amber_working_days < drift.red_working_days,
            "drift.red_working_days must be more than drift.amber_working_days",
        ),
        (
            times.convene_target_working_days <= times.convene_limit_working_days,
            "timescales.convene_limit_working_days must not be less than the target",
        ),
    )
    return [
        *_missing("kinds", MeetingKind, profile.kinds),
        *_missing("outcomes", Outcome, profile.outcomes),
        *_missing("no_decision_reasons", NoDecisionReason, profile.no_decision_reasons),
        *_missing("apology_reasons", ApologyReason, profile.apology_reasons),
        *(Blocker(f"{message}.", "content") for holds, message in checks if not holds),
    ]


def _missing(table: str, wanted: Iterable[StrEnum], given: Container[object]) -> list[Blocker]:
    absent = [name for name in wanted if name not in given]
    if not absent:
        return []
    return [Blocker(f"The table {table} leaves out {', '.join(absent)}.", "content")]
