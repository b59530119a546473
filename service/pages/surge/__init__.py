"""Batches: choose waiting meetings, see their times on a calendar, convene them in one act."""

from service.pages.surge import (
    absences,
    board,
    choosing,
    comparing,
    confirming,
    meetings,
    placing_by,
    running,
)

routes = [
    *choosing.routes,
    *board.routes,
    *running.routes,
    *confirming.routes,
    *meetings.routes,
    *placing_by.routes,
    *absences.routes,
    *comparing.routes,
]
