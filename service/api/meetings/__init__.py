"""Strategy meetings: arranging them, running them, their minutes."""

from service.api.meetings import (
    actions,
    arranging,
    attendance,
    changing,
    giving,
    minutes,
    record,
    reminding,
    running,
)

routes = [
    *arranging.routes,
    *changing.routes,
    *attendance.routes,
    *running.routes,
    *record.routes,
    *giving.routes,
    *actions.routes,
    *minutes.routes,
    *reminding.routes,
]
