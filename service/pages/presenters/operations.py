"""An operation in words: its state, its readiness, how it went live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from planning.clock import today
from planning.go_live.queries import Gate, GoLiveSeen
from planning.go_live.rules import GateLine, Route
from planning.history.rules import EventSeen
from planning.operations.queries import OperationRow, OperationSeen
from planning.operations.rules import (
    ACT_WORDS,
    BEFORE_LIVE,
    LEADS_OWN_ACTS,
    STATE_WORDS,
    TRANSITIONS,
    Act,
    OperationState,
    Tier,
    can,
)
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from service.pages.presenters.dates import Deadline, deadline, moment, short_day, short_moment
from service.pages.presenters.tags import Tag, Tone

TIERS = [
    (Tier.SAFEGUARDING.value, "Safeguarding", "The plans, sign-offs and readiness"),
    (Tier.POLICE.value, "Safeguarding and police-sensitive", "Police methods and threats as well"),
]
_SIGNED = {f"signed_{kind}" for kind in PlanKind}
"""The gate's lines of the signatures."""
_TONES: dict[OperationState, Tone] = {
    OperationState.SIGN_OFF: "blue",
    OperationState.READY: "green",
    OperationState.LIVE: "green",
    OperationState.TRIAL: "blue",
    OperationState.POST_TRIAL: "blue",
    OperationState.CLOSING: "blue",
    OperationState.PAUSED: "amber",
}


@dataclass(frozen=True, slots=True)
class GateLineShown:
    """A line as the gate component takes it."""

    met: bool
    name: str
    evidence: str
    mender: str


@dataclass(frozen=True, slots=True)
class OperationLine:
    """A row of the list."""

    href: str
    name: str
    state: Tag
    lead: str
    live: str
    agencies: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """The gate as it stands, what is not met apart from what is."""

    heading: str
    met: int
    total: int
    open: bool
    unmet_lines: list[GateLineShown]
    met_lines: list[GateLineShown]
    tone: Tone


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Live without sign-off: what is still owed. `sign_off` is `None` once all have signed."""

    headline: str
    reason: str
    confirmation: str
    confirmed: bool
    sign_off: Deadline | None
    lines: list[GateLineShown]


@dataclass(frozen=True, slots=True)
class Doors:
    """What this person can do next with the operation."""

    leads: bool
    go_live: bool
    declare_ready: bool
    without_sign_off: bool
    confirm: bool
    tell: bool
    move: bool


def state_tag(state: OperationState) -> Tag:
    """The state in words; green when ready or live, blue while others act."""
    return Tag(STATE_WORDS[state], _TONES.get(state, "grey"))


def line(row: OperationRow) -> OperationLine:
    """One row of the list."""
    return OperationLine(
        href=f"/operations/{row.id}",
        name=row.name,
        state=state_tag(row.state),
        lead=row.lead_name,
        live=_live_words(row.live_at, row.planned_live_on),
        agencies=row.agencies_required,
    )


def readiness(gate: Gate, state: OperationState) -> Readiness:
    """How many lines are met, and which, in the gate's order."""
    met = sum(one.met for one in gate.lines)
    return Readiness(
        heading=_gate_heading(gate, state),
        met=met,
        total=len(gate.lines),
        open=gate.open,
        unmet_lines=gate_lines([one for one in gate.lines if not one.met]),
        met_lines=gate_lines([one for one in gate.lines if one.met]),
        tone="green" if gate.open else "red",
    )


def _gate_heading(gate: Gate, state: OperationState) -> str:
    if state not in BEFORE_LIVE:
        return "The gate’s lines today"
    return "Ready to go live" if gate.open else "What must hold before going live"


def gate_lines(lines: Sequence[GateLine]) -> list[GateLineShown]:
    """Lines for the gate component."""
    return [GateLineShown(one.met, one.words, one.evidence, one.mend) for one in lines]


def planned(seen: OperationSeen, now: datetime, closed: frozenset[date]) -> Deadline | None:
    """The planned date with the working days left; `None` once live or without a date."""
    if seen.planned_live_on is None or seen.state not in BEFORE_LIVE:
        return None
    return deadline(seen.planned_live_on, today(now), closed)


def doors(seen: OperationSeen, live: GoLiveSeen | None, *, is_open: bool, actor: Actor) -> Doors:
    """What to offer; planning decides again when it is done."""
    leads = seen.lead_id == actor.person_id
    owed = live is not None and live.route is Route.WITHOUT_SIGN_OFF and live.confirmed_at is None
    return Doors(
        leads=leads,
        go_live=leads and can(seen.state, Act.GO_LIVE),
        declare_ready=leads and is_open and can(seen.state, Act.DECLARE_READY),
        without_sign_off=can(seen.state, Act.GO_LIVE_WITHOUT_SIGN_OFF),
        confirm=owed and live is not None and live.recorders_agency_id != actor.agency_id,
        tell=leads and seen.partnership_told_at is None,
        move=leads and bool(own_acts(seen.state)),
    )


def own_acts(state: OperationState) -> list[tuple[str, str]]:
    """The lead's own steps from this state, as answers to pick from."""
    return [
        (act.value, ACT_WORDS[act].capitalize())
        for act in Act
        if act in LEADS_OWN_ACTS and can(state, act)
    ]


def unsigned(
    live: GoLiveSeen | None, gate: Gate, now: datetime, closed: frozenset[date]
) -> Unconfirmed | None:
    """What is owed after going live without sign-off; `None` through the gate."""
    if live is None or live.route is not Route.WITHOUT_SIGN_OFF:
        return None
    signed = all(one.met for one in gate.lines if one.key in _SIGNED)
    due = None if signed else live.sign_off_due_on
    return Unconfirmed(
        headline=f"Recorded by {live.recorded_by_name} on {moment(live.recorded_at)}.",
        reason=live.reason,
        confirmation=_confirmation(live, now),
        confirmed=live.confirmed_at is not None,
        sign_off=deadline(due, today(now), closed) if due else None,
        lines=gate_lines([one for one in live.gate_lines if not one.met]),
    )


def _confirmation(live: GoLiveSeen, now: datetime) -> str:
    by = live.confirm_by
    if live.confirmed_at is not None:
        late = ", after the 24 hours" if by and live.confirmed_at > by else ""
        return f"Confirmed by {live.confirmed_by_name} on {moment(live.confirmed_at)}{late}."
    if by and now > by:
        return f"Not confirmed. A second person should have confirmed it by {moment(by)}."
    return f"Unconfirmed. Somebody of another agency must confirm it by {moment(by or now)}."


def _live_words(live_at: datetime | None, planned_on: date | None) -> str:
    if live_at is not None:
        return f"Live since {short_day(today(live_at))}"
    return f"Planned for {short_day(planned_on)}" if planned_on else "No date yet"


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the lifecycle."""

    state: Tag
    act: str
    after: Tag


def steps() -> list[Step]:
    """Every legal move, in the order of the states."""
    return [
        Step(state_tag(before), ACT_WORDS[act].capitalize(), state_tag(after))
        for state in OperationState
        for (before, act), after in TRANSITIONS.items()
        if before is state
    ]


@dataclass(frozen=True, slots=True)
class DetailsChange:
    """What was said before somebody changed it."""

    when: str
    who: str
    why: str
    before: list[str]


DETAIL_WORDS = {
    "name": "Name",
    "summary": "Summary",
    "covert": "Covert",
    "victims_known": "Victims known",
    "victims_suspected": "Victims suspected",
    "victims_planning": "Number to plan for",
    "planned_live_on": "Planned go-live date",
}


def details_changes(events: Sequence[EventSeen]) -> list[DetailsChange]:
    """Changes of the operation's details, the newest first."""
    return [
        DetailsChange(
            when=short_moment(event.happened_at),
            who=event.actor_name or "",
            why=str(event.detail["reason"]),
            before=_before(msgspec.convert(event.detail["was"], dict[str, object])),
        )
        for event in events
        if event.act == "operation.changed"
    ]


def _before(was: dict[str, object]) -> list[str]:
    return [f"{DETAIL_WORDS[key]}: {_said(key, value)}" for key, value in was.items()]


def _said(key: str, was: object) -> str:
    if was is None:
        return "none"
    if key == "planned_live_on":
        return short_day(date.fromisoformat(str(was)))
    return {True: "yes", False: "no"}[was] if isinstance(was, bool) else str(was)
