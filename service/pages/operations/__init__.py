"""Operations: the list, a new one, readiness, who is in, going live."""

from service.pages.operations import (
    after_live,
    afterwards,
    agencies,
    board,
    children,
    creating,
    details,
    groups,
    interests,
    live,
    members,
    moving,
    reporting,
    resting,
    seeing,
    surging,
)

routes = [
    *seeing.routes,
    *board.routes,
    *creating.routes,
    *members.routes,
    *agencies.routes,
    *children.routes,
    *details.routes,
    *groups.routes,
    *interests.routes,
    *moving.routes,
    *live.routes,
    *resting.routes,
    *surging.routes,
    *afterwards.routes,
    *after_live.routes,
    *reporting.routes,
]
