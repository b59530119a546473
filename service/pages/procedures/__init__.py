"""The partnership's rules: their versions, a new one, and days on which it is closed."""

from service.pages.procedures import closed_days, editing, versions

routes = [*versions.routes, *editing.routes, *closed_days.routes]
