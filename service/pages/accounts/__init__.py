"""Your own account: signing in and out, links by mail, the password again, tokens."""

from service.pages.accounts import links, own, sign_in, tokens

routes = [*sign_in.routes, *links.routes, *own.routes, *tokens.routes]
