"""People and agencies: an administrator's pages, which show no case content."""

from service.pages.administration import agencies, people, person

routes = [*people.routes, *person.routes, *agencies.routes]
