"""Your own account: signing in and out, links by mail, passwords, tokens, calendar links."""

from service.pages.accounts import calendars, links, own, sign_in, tokens

routes = [*sign_in.routes, *links.routes, *own.routes, *tokens.routes, *calendars.routes]
