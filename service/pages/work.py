"""Your work: what waits for this person, the most pressing first."""

from datetime import datetime

from litestar import Response, get

from planning import clock
from planning.audits.queries import cases_to_audit, samples_open
from planning.chains.queries import hand_overs_waiting, reviews_owed
from planning.go_live.queries import live_duties
from planning.meetings.queries import owed_by, work_of
from planning.meetings.queries.undelivered import unreached
from planning.people.rules import Actor, Role
from planning.plans.queries import reviews_to_make
from planning.reminders.queries import waiting_here
from planning.replies.queries import replies_to_decide
from planning.sign_offs import queries as sign_offs
from planning.support.queries import support_owed
from planning.surge.queries import waiting_now
from planning.transactions import transaction
from service.auth.sessions import leave_notice
from service.mail.undelivered.queries import Filters, undelivered
from service.pages.meetings.lookups import profile_now
from service.pages.presenters import audits as auditing
from service.pages.presenters import handing, live_work, signing
from service.pages.presenters import lessons as looking_back
from service.pages.presenters import owed as owing
from service.pages.presenters import reminding as chasing
from service.pages.presenters import replies as replying
from service.pages.presenters import reviews as reviewing
from service.pages.presenters import support as supporting
from service.pages.presenters import work as words
from service.pages.presenters.surge import lists as batches
from service.pages.presenters.undelivered import lost_mail
from service.pages.serving import page
from service.web.context import PageRequest


@get("/")
async def start(request: PageRequest) -> Response[bytes]:
    """Go to what waits; what a form said on the way stays to be told there."""
    if request.auth.notice:
        async with transaction(request.user.person_id):
            await leave_notice(request.auth, request.auth.notice)
    return Response(b"", status_code=303, headers={"Location": "/work"})


@get("/work")
async def show(request: PageRequest) -> Response[str]:
    """Show what waits for this person."""
    now = clock.now()
    groups = await _groups(request.user, now)
    return page(request, "pages/your_work/list.html", title="Your work", groups=groups)


async def _groups(actor: Actor, now: datetime) -> list[words.WorkGroup]:
    async with transaction(actor.person_id):
        work = await work_of(actor=actor, now=now)
        owed = await owed_by(actor=actor, now=now)
        to_sign = await sign_offs.waiting_for(actor=actor, now=now)
        parts = await sign_offs.parts_of(actor=actor)
        await_reply = await sign_offs.to_reply_to(actor=actor)
        unsigned = await sign_offs.lacking(actor=actor)
        profile = await profile_now(actor, now)
        to_reach = await unreached(actor=actor, now=now)
        to_chase = await waiting_here(actor=actor, now=now, profile=profile)
        replies = await replies_to_decide(actor=actor, now=now)
        lost = await _lost_mail(actor, now)
        handed = await hand_overs_waiting(actor=actor, now=now)
        to_review = await reviews_owed(actor=actor, now=now)
        to_audit = await cases_to_audit(actor=actor, now=now)
        to_finish = await samples_open(actor=actor, now=now)
        in_batch = await _waiting(actor, now)
        plans_to_review = await reviews_to_make(actor=actor, now=now)
        live = await live_duties(actor=actor)
        supported = await support_owed(actor=actor, now=now)
    closed = profile.closed_days
    to_contact, support_due = supporting.work_lines(supported, now, closed)
    return words.groups(
        (
            "Escalations to answer",
            [words.escalation(found, now, closed) for found in work.escalations],
        ),
        ("Live operations", [live_work.live_duty(found, now) for found in live]),
        ("Hand-overs to be answered", [handing.work_of_hand_over(found) for found in handed]),
        ("Senior reviews to record", reviewing.work_of_reviews(to_review, now, closed)),
        ("Young people to contact", to_contact),
        ("Support plans due", support_due),
        ("Meetings to run and close", [words.to_close(found, now) for found in work.to_close]),
        ("Replies to decide", [replying.to_decide(found, now) for found in replies]),
        ("Your actions", [words.action(found, profile, now, closed) for found in work.actions]),
        (
            "Follow-ups to convene",
            [owing.work_of_follow_up(found, now, closed) for found in owing.to_convene(owed)],
        ),
        ("Meetings that wait", in_batch),
        (
            "Records to complete",
            [owing.work_of_debt(found, now, closed) for found in owed.debts],
        ),
        (
            "To arrange and chase",
            [
                *(chasing.to_reach(found, now, closed) for found in to_reach),
                *(chasing.to_chase(found, now, closed) for found in to_chase),
                *lost,
            ],
        ),
        ("Owed to meetings", [words.unmet(found, now, closed) for found in work.unmet]),
        ("Invitations to answer", [words.invitation(found, now) for found in work.invitations]),
        (
            "Minutes to approve",
            [words.to_approve(found, profile, now) for found in work.to_approve],
        ),
        (
            "Corrections to answer",
            [words.to_correct(found, now, closed) for found in work.to_correct],
        ),
        (
            "Case audits",
            [
                *(auditing.to_audit(found, now, closed) for found in to_audit),
                *(auditing.to_finish(found, now, closed) for found in to_finish),
            ],
        ),
        (
            "Plans to review",
            [looking_back.to_review(one, clock.today(now), closed) for one in plans_to_review],
        ),
        ("Plans to sign", [words.sign_off(found) for found in to_sign]),
        (
            "Questions about plans",
            [signing.to_reply(found) for found in await_reply],
        ),
        ("Plans that agencies have not signed", [signing.lacks(found) for found in unsigned]),
        ("Roles to accept", [words.role(found) for found in parts.roles]),
        (
            "Conditions to show as met",
            [words.condition(found, now, closed) for found in parts.conditions],
        ),
        ("Conditions to confirm", [signing.to_confirm(found) for found in parts.to_confirm]),
        (
            "Minutes ready to read",
            [words.to_read(found, profile) for found in work.minutes if not found.read],
        ),
        (
            "Minutes to confirm",
            [words.to_confirm(found, profile) for found in work.minutes if found.read],
        ),
    )


async def _waiting(actor: Actor, now: datetime) -> list[words.WorkLine]:
    """For who schedules: meetings that wait, so many that they are better placed together."""
    if not actor.has(Role.SCHEDULER):
        return []
    found = await waiting_now(at_most=batches.WORTH_A_BATCH, actor=actor)
    return batches.work_of_waiting(found, clock.today(now))


async def _lost_mail(actor: Actor, now: datetime) -> list[words.WorkLine]:
    """For who can correct addresses; those who arrange a meeting are told of it above."""
    if not actor.has(Role.ADMINISTRATOR):
        return []
    found = await undelivered(filters=Filters(), actor=actor, now=now)
    return lost_mail(found.items, more=found.next is not None)


routes = [start, show]
