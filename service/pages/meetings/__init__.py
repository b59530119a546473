"""Strategy meetings: convening, one meeting, running it, its minutes, the list."""

from service.pages.meetings import (
    amendments,
    arranging,
    child,
    convene,
    joint,
    lists,
    minutes,
    one,
    reminding,
    run,
)

routes = [
    *lists.routes,
    *convene.routes,
    *one.routes,
    *arranging.routes,
    *reminding.routes,
    *run.routes,
    *child.routes,
    *joint.routes,
    *minutes.routes,
    *amendments.routes,
]
