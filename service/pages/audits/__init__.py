"""Case audits: samples for the partnership, cases for their auditors."""

from service.pages.audits import auditing, giving, samples

routes = [*samples.routes, *giving.routes, *auditing.routes]
