"""Capacity: what one's agency has, what operations draw, what is short, and the types of it."""

from service.pages.capacity import operation, own, types

routes = [*own.routes, *operation.routes, *types.routes]
