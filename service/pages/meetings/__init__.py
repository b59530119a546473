"""Strategy meetings: convening, one meeting, running it, its minutes, the list."""

from service.pages.meetings import (
    actions,
    amendments,
    arranging,
    attending,
    child,
    contributing,
    convene,
    instead,
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
    *instead.routes,
    *contributing.routes,
    *attending.routes,
    *arranging.routes,
    *reminding.routes,
    *run.routes,
    *child.routes,
    *joint.routes,
    *actions.routes,
    *minutes.routes,
    *amendments.routes,
]
