"""Sign-off: your agency's schedule, answering it, taking it back, conditions, delegates."""

from service.pages.sign_offs import (
    answering,
    chasing,
    conditions,
    delegating,
    replying,
    schedule,
    withdrawing,
)

routes = [
    *schedule.routes,
    *answering.routes,
    *withdrawing.routes,
    *conditions.routes,
    *replying.routes,
    *chasing.routes,
    *delegating.routes,
]
