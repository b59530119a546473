"""Actions after their meeting: lists of them, and one with all that can be done to it."""

from service.pages.actions import acts, lists, one

routes = [*lists.routes, *one.routes, *acts.routes]
