"""Reading a profile: from TOML or from a form, with every fault at once and its place."""

from collections.abc import Container, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from planning.errors import Blocker, Invalid
from planning.procedures.rules.profile import Profile
from planning.procedures.rules.shape import shape_faults
from planning.procedures.rules.vocabulary import (
    CONCLUDED,
    INITIATED,
    NO_S47,
    ApologyReason,
    MeetingKind,
    NoDecisionReason,
    Outcome,
)

_KEPT = (
    (frozenset({Outcome.ADJOURNED}), "Adjourned, no decision"),
    (INITIATED, "every outcome that starts section 47"),
    (CONCLUDED, "every outcome that concludes section 47"),
    (NO_S47, "every outcome without section 47"),
)


def parse_profile(content: str) -> Profile:
    """Read a profile from TOML; raises `Invalid` with every fault, each with its place."""
    try:
        said = msgspec.toml.decode(content)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Invalid([Blocker(f"This is not TOML: {error}.", "content")]) from error
    return read_profile(said)


def read_profile(said: Mapping[str, Any]) -> Profile:
    """A profile from plain values; raises `Invalid` with every fault, `field` its place."""
    faults = shape_faults(Profile, _without_ours(said))
    if "closed_days" in said:
        faults.append(Blocker("There is no rule closed_days.", "closed_days"))
    if faults:
        raise Invalid(faults)
    profile = msgspec.convert(said, Profile, str_keys=True)
    faults = profile_faults(profile)
    if faults:
        raise Invalid(faults)
    return profile


def stored(profile: Profile) -> dict[str, Any]:
    """What a version says, as plain values: everything but the days that are closed."""
    said: dict[str, Any] = _without_ours(msgspec.to_builtins(profile))
    return said


def profile_faults(profile: Profile) -> list[Blocker]:
    """What a readable profile leaves out, or says against itself."""
    return [
        *_missing("kinds", MeetingKind, profile.kinds),
        *_missing("outcomes", Outcome, profile.outcomes),
        *_missing("no_decision_reasons", NoDecisionReason, profile.no_decision_reasons),
        *_missing("apology_reasons", ApologyReason, profile.apology_reasons),
        *(
            Blocker(message, place)
            for holds, message, place in _contradictions(profile)
            if not holds
        ),
        *_retired_too_much(profile),
        *_repeated(profile),
    ]


def retired_kind_blockers(profile: Profile, kind: MeetingKind) -> list[Blocker]:
    """Why a meeting of this type cannot be convened."""
    if kind not in profile.retired.kinds:
        return []
    return [Blocker("This type of meeting is no longer used. Choose another.", "kind")]


def _without_ours(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "closed_days"}


def _contradictions(profile: Profile) -> list[tuple[bool, str, str]]:
    drift, times = profile.drift, profile.timescales
    return [
        (
            drift.amber_run < drift.red_run,
            "drift.red_run must be more than drift.amber_run.",
            "drift.red_run",
        ),
        (
            drift.amber_working_days < drift.red_working_days,
            "drift.red_working_days must be more than drift.amber_working_days.",
            "drift.red_working_days",
        ),
        (
            drift.unaccepted_amber_working_days < drift.unaccepted_red_working_days,
            "drift.unaccepted_red_working_days must be more than its amber one.",
            "drift.unaccepted_red_working_days",
        ),
        (
            times.convene_target_working_days <= times.convene_limit_working_days,
            "timescales.convene_limit_working_days must not be less than the target.",
            "timescales.convene_limit_working_days",
        ),
        (
            times.urgent_discussion_hours <= times.urgent_meeting_hours,
            "timescales.urgent_meeting_hours must not be less than those of the discussion.",
            "timescales.urgent_meeting_hours",
        ),
    ]


def _retired_too_much(profile: Profile) -> list[Blocker]:
    retired = profile.retired
    faults = [
        Blocker(f"You cannot retire {words}.", "retired.outcomes")
        for outcomes, words in _KEPT
        if outcomes <= set(retired.outcomes)
    ]
    if set(retired.kinds) == set(MeetingKind):
        faults.append(Blocker("You cannot retire every type of meeting.", "retired.kinds"))
    if set(retired.no_decision_reasons) == set(NoDecisionReason):
        faults.append(Blocker("You cannot retire every reason.", "retired.no_decision_reasons"))
    return faults


def _repeated(profile: Profile) -> list[Blocker]:
    lists: dict[str, Sequence[str]] = {
        f"kinds.{kind}.required": rules.required for kind, rules in profile.kinds.items()
    }
    lists["titles"] = profile.titles
    return [
        Blocker(f"{place} says the same twice.", place)
        for place, said in lists.items()
        if len(set(said)) < len(said)
    ]


def _missing(table: str, wanted: Iterable[StrEnum], given: Container[object]) -> list[Blocker]:
    absent = [name for name in wanted if name not in given]
    if not absent:
        return []
    return [Blocker(f"The table {table} leaves out {', '.join(absent)}.", table)]
