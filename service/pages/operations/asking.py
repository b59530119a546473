"""The page of an act on an operation: what it is, one form, and the way back."""

from typing import Any
from uuid import UUID

from litestar import Response

from planning import clock
from planning.operations.queries import operation
from planning.operations.rules import REASON_LENGTH
from service.pages.forms import Form
from service.pages.serving import page
from service.web.context import PageRequest


async def asking(
    request: PageRequest,
    operation_id: UUID,
    form: Form,
    template: str,
    *,
    title: str,
    submit: str,
    back: str = "",
    **context: Any,
) -> Response[str]:
    """The form of `pages/operations/<template>.html`; `back` is what follows the address."""
    return page(
        request,
        f"pages/operations/{template}.html",
        title=title,
        form=form,
        submit=submit,
        cancel=f"/operations/{operation_id}{back}",
        seen=await operation(operation_id=operation_id, actor=request.user, now=clock.now()),
        **context,
    )


def reason_of(form: Form, required: str) -> str:
    """Why; every act on an operation needs it."""
    return form.text("reason", label="Reason", required=required, max_length=REASON_LENGTH)
