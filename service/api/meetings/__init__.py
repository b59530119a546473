"""Strategy meetings: arranging them, running them, their minutes."""

from service.api.meetings import arranging, attendance, minutes, record, reminding, running

routes = [
    *arranging.routes,
    *attendance.routes,
    *running.routes,
    *record.routes,
    *minutes.routes,
    *reminding.routes,
]
