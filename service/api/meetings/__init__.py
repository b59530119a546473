"""Strategy meetings: arranging them, running them, their minutes."""

from service.api.meetings import (
    actions,
    arranging,
    attendance,
    calendars,
    changing,
    giving,
    minutes,
    record,
    reminding,
    replies,
    running,
)

routes = [
    *arranging.routes,
    *calendars.routes,
    *changing.routes,
    *attendance.routes,
    *running.routes,
    *record.routes,
    *giving.routes,
    *actions.routes,
    *minutes.routes,
    *reminding.routes,
    *replies.routes,
]
