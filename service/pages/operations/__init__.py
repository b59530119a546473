"""Operations: the list, a new one, readiness, who is in, going live."""

from service.pages.operations import (
    agencies,
    board,
    children,
    creating,
    live,
    members,
    moving,
    seeing,
)

routes = [
    *seeing.routes,
    *board.routes,
    *creating.routes,
    *members.routes,
    *agencies.routes,
    *children.routes,
    *moving.routes,
    *live.routes,
]
