"""Victim support: the operation's children, one child's plan, contact, key workers."""

from service.pages.support import assigning, contacts, ending, parts, reviewing, seeing

routes = [
    *seeing.routes,
    *assigning.routes,
    *contacts.routes,
    *reviewing.routes,
    *parts.routes,
    *ending.routes,
]
