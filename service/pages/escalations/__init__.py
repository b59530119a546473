"""Escalations: the lists, one with its course, raising one, and what is done to it."""

from service.pages.escalations import acting, listing, one, raising

routes = [*listing.routes, *raising.routes, *one.routes, *acting.routes]
