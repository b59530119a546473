"""The operation's children, what is needed first, and one child's plan."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.operations.queries import operation
from planning.operations.rules import ENDED
from planning.support.queries import child_plan, supported_children
from planning.support.queries.plans import CONTACTS_SHOWN
from planning.support.rules.posts import POST_WORDS, Need
from service.pages.forms import Form
from service.pages.presenters import support as words
from service.pages.serving import page
from service.web.context import PageRequest


@get("/operations/{operation_id:uuid}/support")
async def show_list(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Children without a key worker, contact overdue, reviews due: the most pressing first."""
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    asked = Form(request.query_params)
    need = asked.enum("need", label="What is needed", kind=Need)
    start = asked.integer("start", label="Start") or 0
    found = await supported_children(
        operation_id=operation_id, actor=actor, now=now, need=need, start=max(start, 0)
    )
    here = f"/operations/{operation_id}/support"
    chosen = f"&need={need.value}" if need else ""
    return page(
        request,
        "pages/support/list.html",
        title="Victim support",
        seen=seen,
        found=found,
        here=here,
        may_assign=found.may_assign and seen.state not in ENDED,
        need=need,
        filters=[(one.value, words.NEED_WORDS[one]) for one in Need],
        lines=[words.child_line(one) for one in found.items],
        caseloads=[(one, words.caseload_words(one)) for one in found.caseloads],
        following=f"{here}?start={found.next}{chosen}" if found.next else "",
    )


@get("/support/{child_id:uuid}")
async def show_plan(request: PageRequest, child_id: FromPath[UUID]) -> Response[str]:
    """One child's plan: what it needs, then contact, risk, the parts, who it was from."""
    now = clock.now()
    plan = await child_plan(child_id=child_id, actor=request.user, now=now)
    return page(
        request,
        "pages/support/plan.html",
        title=f"Support for {plan.summary.child.child_name}",
        plan=plan,
        child=plan.summary.child,
        needs=words.need_tags(plan.summary),
        contact=words.contact_tag(plan.summary),
        contact_words=words.contact_words(plan.summary),
        turning_18=words.turning_18(plan.summary, now),
        parts=words.parts(plan, now),
        weeks=words.weeks(plan.weeks),
        kinds=words.KIND_WORDS,
        posts=POST_WORDS,
        contact_note=words.contact_note,
        more_contacts=len(plan.contacts) == CONTACTS_SHOWN,
        is_open=plan.summary.child.ended_on is None,
        actor_id=request.user.person_id,
    )


routes = [show_list, show_plan]
