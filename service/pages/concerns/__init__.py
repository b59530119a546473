"""Children's concerns: the list, opening, the chain with its escalations and dates."""

from service.pages.concerns import (
    chain,
    chasing,
    clocks,
    correcting,
    handing,
    listing,
    moving,
    opening,
    reviewing,
    undecided,
)

routes = [
    *listing.routes,
    *undecided.routes,
    *chasing.routes,
    *opening.routes,
    *chain.routes,
    *moving.routes,
    *clocks.routes,
    *handing.routes,
    *correcting.routes,
    *reviewing.routes,
]
