"""An operation in words: its state, its readiness, how it went live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import msgspec

from planning.clock import today, working_days_between
from planning.go_live.queries import Gate, GoLiveSeen
from planning.go_live.rules import Route, may_review
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
from planning.people.rules import Actor, Role
from service.pages.presenters.dates import Deadline, deadline, short_day, short_moment
from service.pages.presenters.mending import GateLineShown, shown, to_mend
from service.pages.presenters.tags import Tag, Tone

TIERS = [
    (Tier.SAFEGUARDING.value, "Safeguarding", "The plans, sign-offs and readiness"),
    (Tier.POLICE.value, "Safeguarding and police-sensitive", "Police methods and threats as well"),
]
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
class Doors:
    """What this person can do next with the operation."""

    leads: bool
    go_live: bool
    declare_ready: bool
    without_sign_off: bool
    confirm: bool
    review: bool
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
        unmet_lines=to_mend(gate),
        met_lines=shown([one for one in gate.lines if one.met]),
        tone="green" if gate.open else "red",
    )


def _gate_heading(gate: Gate, state: OperationState) -> str:
    if state not in BEFORE_LIVE:
        return "The gate’s lines today"
    return "Ready to go live" if gate.open else "What must hold before going live"


def planned(seen: OperationSeen, now: datetime, closed: frozenset[date]) -> Deadline | None:
    """The planned date with the working days left; `None` once live or without a date."""
    if seen.planned_live_on is None or seen.state not in BEFORE_LIVE:
        return None
    return deadline(seen.planned_live_on, today(now), closed)


@dataclass(frozen=True, slots=True)
class Countdown:
    """Working days to the planned date, or since it."""

    days: int
    unit: str
    note: str
    tone: Tone | Literal[""]


def countdown(seen: OperationSeen, now: datetime, closed: frozenset[date]) -> Countdown | None:
    """How long it is until the planned date; `None` once live or without a date."""
    if seen.planned_live_on is None or seen.state not in BEFORE_LIVE:
        return None
    days = working_days_between(today(now), seen.planned_live_on, closed)
    late = seen.planned_live_on < today(now)
    unit = ("working day" if abs(days) == 1 else "working days") + (" late" if late else "")
    return Countdown(abs(days), unit, short_day(seen.planned_live_on), "red" if late else "")


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
        review=live is not None
        and live.route is Route.WITHOUT_SIGN_OFF
        and not may_review(
            agency_id=actor.agency_id,
            involved=live.involved,
            is_partnership=actor.has(Role.PARTNERSHIP),
            reviewed=live.review is not None,
        ),
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
