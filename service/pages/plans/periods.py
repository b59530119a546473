"""The first and the last day of a role or a resource line; both are included."""

from datetime import date

from service.pages.forms import Form


def first_day(form: Form) -> date:
    """The day on which it begins; an impossible one after noting a fault."""
    return form.date("from_on", label="First day", required="Enter the first day") or date.min


def last_day(form: Form) -> date:
    """The day on which it ends; an impossible one after noting a fault."""
    return form.date("until_on", label="Last day", required="Enter the last day") or date.max
