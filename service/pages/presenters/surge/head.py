"""The top of a batch: what it is, and the next thing to do."""

from dataclasses import dataclass

from planning.surge.rules.batches import GOING, BatchState, RunKind, RunState
from planning.surge.rules.seen import BatchView, RunView
from service.pages.presenters.counts import count
from service.pages.presenters.dates import moment
from service.pages.presenters.surge.lists import STATE_TAGS
from service.pages.presenters.tags import Tag

STALE = "You have changed the batch since these times were found. Look for times again."
EXTRA = (
    "These times need chairs or minute takers that are nobody yet. Find the people and take them"
    " out of the rules, or look again without them."
)
HINT = "Open a meeting to pin it, move it, change its room or leave it out."
FAILED = "The last search failed. Look for times again."
FAILED_TO_MOVE = "The last search failed. Report again who cannot come."
LENGTHS = [
    ("10", "10 seconds"),
    ("20", "20 seconds"),
    ("60", "1 minute"),
    ("120", "2 minutes"),
]


@dataclass(frozen=True, slots=True)
class Head:
    """State and doors; `warning` is why the batch cannot be convened as it is."""

    tag: Tag
    words: str
    calendar: str
    hint: str
    warning: str
    can_solve: bool
    can_confirm: bool
    can_move: bool


def head(view: BatchView) -> Head:
    """What can be done with the batch now."""
    run, is_open = view.run, view.state is BatchState.OPEN
    still = run is None or run.state not in GOING
    return Head(
        tag=STATE_TAGS[view.state],
        words=f"Begun on {moment(view.created_at)}: {count(len(view.meetings), 'meeting')}.",
        calendar="Times proposed" if is_open else "Times",
        hint=HINT if is_open else "Open a meeting to see who comes.",
        warning=_warning(run, is_open=is_open) if run and still else "",
        can_solve=is_open and still,
        can_confirm=is_open and run is not None and confirmable(run),
        can_move=not is_open and run is not None and movable(run),
    )


def confirmable(run: RunView) -> bool:
    """Whether the page offers to convene what the run found; the act decides again."""
    return (
        run.kind is RunKind.PROPOSAL
        and run.state in {RunState.DONE, RunState.STOPPED}
        and run.placed == run.asked_for > 0
        and not (run.stale or run.uses_extra or run.infeasible)
    )


def movable(run: RunView) -> bool:
    """The same of new times for meetings that were convened."""
    return (
        run.kind is RunKind.REPLAN
        and run.state in {RunState.DONE, RunState.STOPPED}
        and not (run.stale or run.infeasible or run.confirmed)
    )


def _warning(run: RunView, *, is_open: bool) -> str:
    if run.state is RunState.FAILED:
        return FAILED if is_open else FAILED_TO_MOVE
    if run.stale:
        return STALE if is_open else ""
    return EXTRA if run.uses_extra else ""


def doors(view: BatchView) -> list[tuple[str, str]]:
    """Where else one can go from a batch; who is in no times cannot be missed from them."""
    here = f"/surge/{view.id}"
    absence = (f"{here}/absence", "Report that somebody cannot come")
    others = [
        (f"{here}/rules", "Change how they are placed"),
        (f"{here}/what-if", "What if: more chairs, weekends, shorter meetings"),
    ]
    return [
        *([absence] if view.people else []),
        *(others if view.state is BatchState.OPEN else []),
    ]
