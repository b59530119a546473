"""The plan templates: their versions, and a draft changed part by part or as a file."""

from service.pages.templates import fields, rows, sections, versions, whole

routes = [
    *versions.routes,
    *whole.routes,
    *sections.routes,
    *fields.routes,
    *rows.routes,
]
