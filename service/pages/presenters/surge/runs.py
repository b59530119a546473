"""A run of the solver in words: how far it is, how good its best answer, and what helps."""

from dataclasses import dataclass

from planning.surge.rules.batches import GOING, BatchRules, ReasonSeen, RunKind, RunState
from planning.surge.rules.seen import BatchView, RunView
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import short_day
from service.pages.presenters.stats import Stat

_STAGES = {
    "first": "A first schedule is found",
    "lateness": "Making meetings less late",
    "attendance": "Bringing more of the usual people",
    "polish": "Shortening waits and gaps",
}
_STATES = {
    RunState.QUEUED: "Waiting for the solver to begin",
    RunState.RUNNING: "Looking for a first schedule",
    RunState.DONE: "Finished",
    RunState.STOPPED: "Stopped: the best answer until then is kept",
    RunState.FAILED: "The search failed",
}
_HELPS = (
    "Report fewer absences, or ask other people of that agency for hours in their diary.",
    "Unpin a meeting, or pin it to another time.",
    "Exclude some meetings and convene them apart.",
    "Shorten the meetings, or allow Saturdays.",
    "See what more chairs would change.",
)
_GOING_WORDS = {
    RunKind.PROPOSAL: "Looking for times",
    RunKind.WHAT_IF: "Looking at what would be if",
    RunKind.REPLAN: "Looking for new times",
}
_OVER = "What was found"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page of a run shows."""

    heading: str
    state: str
    going: bool
    stopping: bool
    spent: int
    seconds: int
    left: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not everything can be held, the meetings it is about as links, and the days."""

    words: str
    meetings: list[tuple[str, str]]
    days: str


def progress(run: RunView) -> Progress:
    """The run now, in words."""
    going = run.state in GOING
    spent = min(run.spent_seconds, run.seconds)
    return Progress(
        heading=_GOING_WORDS[run.kind] if going else _OVER,
        state=state_words(run),
        going=going,
        stopping=going and run.stop_asked,
        spent=spent,
        seconds=run.seconds,
        left=f"{count(run.seconds - spent, 'second')} left at most" if going else "",
    )


def state_words(run: RunView) -> str:
    """One sentence on how far it is."""
    if run.state is RunState.RUNNING and run.stage:
        return _STAGES[run.stage]
    if run.infeasible:
        return "It is proved that not all these meetings can be held"
    return _STATES[run.state]


def figures(view: BatchView) -> list[Stat]:
    """The best answer so far: placed, late, and how far from the best there is."""
    run = view.run
    if run is None or run.lateness is None:
        return []
    weighted = "weighted working day" if run.lateness == 1 else "weighted working days"
    tone = "amber" if run.lateness else "green"
    found = [
        _placed(run),
        _late(view),
        Stat("late beyond what was overdue", f"{run.lateness:,}", weighted, gap_words(run), tone),
        Stat("usual people missing", f"{run.missing or 0:,}", "", missing_words(run)),
    ]
    if run.kind is RunKind.REPLAN:
        again = count(run.price, "invitation")
        unit = "meeting" if run.moved == 1 else "meetings"
        found.insert(0, Stat("moved", str(run.moved), unit, f"{again} sent again"))
    return found


def _placed(run: RunView) -> Stat:
    tone = "green" if run.placed == run.asked_for else "amber"
    return Stat("placed", str(run.placed), f"of {run.asked_for}", "", tone)


def _late(view: BatchView) -> Stat:
    """Those that were overdue before they were placed too."""
    days = [one.place.working_days_late for one in view.meetings if one.place]
    late = [number for number in days if number]
    latest = f"the latest {count(max(late), 'working day')}" if late else ""
    meetings = "meeting" if len(late) == 1 else "meetings"
    return Stat("late", str(len(late)), meetings, latest, "amber" if late else "green")


def gap_words(run: RunView) -> str:
    """How far the lateness is from the best that is possible, as proved."""
    if run.lateness is None:
        return "No answer yet"
    if run.gap_percent == 0 or run.lateness == 0:
        return "Proved: no schedule is less late"
    if run.lateness_bound is None or run.gap_percent is None:
        return "How much less is possible is not known yet"
    return f"At least {run.lateness_bound:,} in any schedule: gap {run.gap_percent} %"


def missing_words(run: RunView) -> str:
    """The same of usual people who cannot come."""
    if run.missing is None or run.missing_bound is None:
        return ""
    if run.missing == run.missing_bound:
        return "Proved: no fewer while as little is late"
    return f"At least {run.missing_bound:,} while as little is late"


def reasons(view: BatchView, found: list[ReasonSeen]) -> list[Reason]:
    """Each reason with links to its meetings that are in the batch."""
    known = {one.id: one for one in view.meetings}
    return [
        Reason(
            words=one.words,
            meetings=[
                (
                    f"/surge/{view.id}/meetings/{meeting_id}",
                    listed([child.reference for child in known[meeting_id].children]),
                )
                for meeting_id in one.meetings
                if meeting_id in known
            ],
            days=listed([short_day(day) for day in one.days]),
        )
        for one in found
    ]


def helps() -> tuple[str, ...]:
    """What could help when not everything can be held."""
    return _HELPS


def rules_words(rules: BatchRules) -> list[tuple[str, str]]:
    """By what the meetings are placed, for a summary list."""
    return [
        ("Length of a meeting", count(rules.minutes, "minute")),
        ("Saturdays", "Used too" if rules.saturdays else "Not used"),
        ("More chairs", str(rules.extra_chairs)),
        ("More minute takers", str(rules.extra_minute_takers)),
        ("Between two sites", count(rules.travel_minutes, "minute")),
    ]
