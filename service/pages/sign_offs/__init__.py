"""Sign-off: your agency's schedule, answering it, taking it back, conditions."""

from service.pages.sign_offs import answering, conditions, schedule, withdrawing

routes = [*schedule.routes, *answering.routes, *withdrawing.routes, *conditions.routes]
