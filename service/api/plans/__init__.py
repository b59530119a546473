"""Plans: their sections, roles and resource lines, and what was submitted of them."""

from service.api.plans import lines, speaking, versions, writing

routes = [*writing.routes, *lines.routes, *versions.routes, *speaking.routes]
