"""Strategy meetings: arranging them, running them, their minutes."""

from service.api.meetings import arranging, minutes, running

routes = [*arranging.routes, *running.routes, *minutes.routes]
