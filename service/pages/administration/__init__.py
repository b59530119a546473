"""People and agencies: an administrator's pages, which show no case content."""

from service.pages.administration import address, agencies, channels, ladder, people, person

routes = [
    *people.routes,
    *person.routes,
    *address.routes,
    *agencies.routes,
    *channels.routes,
    *ladder.routes,
]
