"""What schedulers do with batches of waiting meetings; one file for each act."""

from planning.surge.actions.asking import ask_run, stop_run
from planning.surge.actions.changing import (
    exclude_meeting,
    pin_meeting,
    set_rules,
    set_site,
    unpin_meeting,
)
from planning.surge.actions.comparing import compare
from planning.surge.actions.confirming import confirm_batch
from planning.surge.actions.replanning import confirm_replan, report_absence
from planning.surge.actions.starting import start_batch

__all__ = [
    "ask_run",
    "compare",
    "confirm_batch",
    "confirm_replan",
    "exclude_meeting",
    "pin_meeting",
    "report_absence",
    "set_rules",
    "set_site",
    "start_batch",
    "stop_run",
    "unpin_meeting",
]
