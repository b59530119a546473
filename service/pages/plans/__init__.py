"""Plans: the task list of sections, editing one, roles and resources, submitting, versions."""

from service.pages.plans import (
    comparing,
    registers,
    resources,
    roles,
    rows,
    sections,
    seeing,
    speaking,
    submitting,
    texts,
    versions,
)

routes = [
    *seeing.routes,
    *sections.routes,
    *rows.routes,
    *roles.routes,
    *resources.routes,
    *submitting.routes,
    *versions.routes,
    *comparing.routes,
    *registers.routes,
    *speaking.routes,
    *texts.routes,
]
