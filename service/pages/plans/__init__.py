"""Plans: the task list of sections, editing one, roles and resources, submitting, versions."""

from service.pages.plans import resources, roles, sections, seeing, submitting, versions

routes = [
    *seeing.routes,
    *sections.routes,
    *roles.routes,
    *resources.routes,
    *submitting.routes,
    *versions.routes,
]
