"""The partnership's figures: the dashboard, its tables to take away, and quarterly reports."""

from service.pages.drift import dashboard, reports

routes = [*dashboard.routes, *reports.routes]
