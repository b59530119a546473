"""The batch as it is beside itself with one thing changed."""

from collections.abc import Sequence

from msgspec import Struct

from planning.surge.rules.batches import RunKind, RunState
from planning.surge.rules.seen import BatchView, RunView
from planning.surge.rules.what_if import WhatIf

SIDES: tuple[WhatIf | None, ...] = (None, *WhatIf)
"""The batch as it is first."""


class Compared(Struct, frozen=True):
    """One side; `run` is the newest of it since the batch was changed."""

    what_if: WhatIf | None
    run: RunView | None


def compared(view: BatchView) -> list[Compared]:
    """Each side with its run; the batch's own proposal stands for the batch as it is."""
    proposed = [view.run] if view.run and view.run.kind is RunKind.PROPOSAL else []
    return [
        Compared(side, _newest([*view.what_ifs, *(proposed if side is None else [])], side))
        for side in SIDES
    ]


def to_ask(found: Sequence[Compared]) -> list[WhatIf | None]:
    """What has not been asked since the batch was changed, or failed."""
    return [one.what_if for one in found if one.run is None or one.run.state is RunState.FAILED]


def _newest(runs: Sequence[RunView], side: WhatIf | None) -> RunView | None:
    fresh = (run for run in runs if run.what_if is side and not run.stale)
    return max(fresh, key=lambda run: run.asked_at, default=None)
