"""What a person typed, checked field by field: every error at once, nothing typed lost.

    form = Form(await request.form())
    purpose = form.text("purpose", label="Purpose", required="Enter why the meeting is needed")
    held_at = form.moment("held", label="When it was held", required="Enter when it was held")
    form.check()  # raises FormInvalid(form): show the page again with `form`

Each parser returns a value of the right type, or its empty value ("", None, []) after noting an
error. No parser raises on any input. The macros of `components/fields.html` take the form and the
field's name, and show what was typed with its error. GET: `Form()` or `Form({"purpose": "…"})`.
"""

from service.pages.forms.choosing import ChoiceFields
from service.pages.forms.fields import FieldError, FormInvalid
from service.pages.forms.text import TextFields
from service.pages.forms.times import TimeFields

__all__ = ["FieldError", "Form", "FormInvalid"]


class Form(TextFields, ChoiceFields, TimeFields):
    """Every parser over one set of fields."""
