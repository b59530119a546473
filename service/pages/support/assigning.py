"""Giving children a key worker or deputy, many at once, and ending a post."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.operations.queries import operation
from planning.operations.rules import REASON_LENGTH
from planning.paging import LARGEST_PAGE
from planning.people.queries import people
from planning.support.actions import assign_key_worker, release_key_worker
from planning.support.queries import child_summary, supported_children
from planning.support.queries.rows import SupportRow
from planning.support.rules.posts import CHILDREN_FIELD, POST_WORDS, Need, Post
from service.pages.forms import Form
from service.pages.presenters import support as words
from service.pages.presenters.directory import by_agency
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

_NEEDS = {Post.WORKER: Need.WORKER, Post.DEPUTY: Need.DEPUTY}


@get("/operations/{operation_id:uuid}/support/{post_key:str}")
async def show_assign(
    request: PageRequest, operation_id: FromPath[UUID], post_key: FromPath[str]
) -> Response[str]:
    """Ask for which children, who, and why: those who have nobody, or the one asked for."""
    asked = request.query_params.get("child", "")
    form = Form.filled(**{CHILDREN_FIELD: asked}) if asked else Form()
    return await _assign_page(request, operation_id, _post(post_key), form)


@post("/operations/{operation_id:uuid}/support/{post_key:str}")
async def assign(
    request: PageRequest, operation_id: FromPath[UUID], post_key: FromPath[str]
) -> Response[Any]:
    """Assign them."""
    chosen_post = _post(post_key)
    form = await form_of(request)
    child_ids = form.uuids(CHILDREN_FIELD, label="Children", required="Select the children")
    person_id = form.uuid("person_id", label="Person", required="Select who it is")
    reason = _reason(form, "Enter why this person")
    replaces = form.flag("replaces")

    async def act() -> Answer:
        await assign_key_worker(
            operation_id=operation_id,
            child_ids=child_ids,
            post=chosen_post,
            person_id=person_id or UUID(int=0),
            reason=reason,
            replaces=replaces,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/operations/{operation_id}/support", "They are assigned.")

    return await submit(
        request, form, act, again=lambda: _assign_page(request, operation_id, chosen_post, form)
    )


@get("/support/{child_id:uuid}/release/{post_key:str}")
async def show_release(
    request: PageRequest, child_id: FromPath[UUID], post_key: FromPath[str]
) -> Response[str]:
    """Ask why the child is left without."""
    return await _release_page(request, child_id, _post(post_key), Form())


@post("/support/{child_id:uuid}/release/{post_key:str}")
async def release(
    request: PageRequest, child_id: FromPath[UUID], post_key: FromPath[str]
) -> Response[Any]:
    """End the post."""
    ended = _post(post_key)
    form = await form_of(request)
    reason = _reason(form, "Enter why this ends")

    async def act() -> Answer:
        await release_key_worker(
            child_id=child_id, post=ended, reason=reason, actor=request.user, now=clock.now()
        )
        return see_other(f"/support/{child_id}", f"The child has no {POST_WORDS[ended]} now.")

    return await submit(
        request, form, act, again=lambda: _release_page(request, child_id, ended, form)
    )


def _post(typed: str) -> Post:
    try:
        return Post(typed)
    except ValueError:
        raise NotFound from None


def _reason(form: Form, required: str) -> str:
    return form.text("reason", label="Reason", required=required, max_length=REASON_LENGTH)


async def _assign_page(
    request: PageRequest, operation_id: UUID, chosen: Post, form: Form
) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    found = await supported_children(
        operation_id=operation_id, actor=actor, now=now, need=_NEEDS[chosen], limit=LARGEST_PAGE
    )
    children = [one.child for one in found.items]
    asked = request.query_params.get("child", "")
    if asked:
        children = [await _asked(request, asked)]
    return page(
        request,
        "pages/support/assign.html",
        title=f"Assign a {POST_WORDS[chosen]}",
        form=form,
        submit="Assign",
        cancel=f"/operations/{operation_id}/support",
        seen=seen,
        children=[(str(one.id), one.child_name, _hint(one, chosen)) for one in children],
        is_cut=found.next is not None,
        replaces=bool(asked),
        post=POST_WORDS[chosen],
        groups=by_agency(await people(actor=actor)),
    )


async def _asked(request: PageRequest, typed: str) -> SupportRow:
    asked = Form({"child": typed}).uuid("child", label="Child")
    if asked is None:
        raise NotFound
    return (await child_summary(child_id=asked, actor=request.user, now=clock.now())).child


def _hint(child: SupportRow, chosen: Post) -> str:
    name = child.worker_name if chosen is Post.WORKER else child.deputy_name
    return f"{child.reference}, now {name}" if name else child.reference


async def _release_page(
    request: PageRequest, child_id: UUID, ended: Post, form: Form
) -> Response[str]:
    summary = await child_summary(child_id=child_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/support/release.html",
        title=f"End the {POST_WORDS[ended]}",
        form=form,
        submit="End it",
        destructive=True,
        cancel=f"/support/{child_id}",
        child=summary.child,
        post=POST_WORDS[ended],
        name=words.holder_name(summary, ended),
    )


routes = [show_assign, assign, show_release, release]
