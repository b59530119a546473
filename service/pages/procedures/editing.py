"""A new version of the rules: edited or pasted, then what it changes, then confirmed."""

from datetime import date
from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.errors import Blocked, Blocker, Invalid
from planning.people.rules import Role, require_role
from planning.procedures.actions import install_profile
from planning.procedures.queries import procedure_on
from planning.procedures.rules import (
    ApologyReason,
    MeetingKind,
    NoDecisionReason,
    Outcome,
    Profile,
    changes,
    parse_profile,
    read_profile,
    to_toml,
)
from service.pages.forms import Form, FormInvalid
from service.pages.presenters import procedures as words
from service.pages.presenters.procedure_words import FIGURES
from service.pages.procedures import fields
from service.pages.serving import form_of, page, refused, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

LONGEST_CONTENT = 60_000


@get("/procedures/new")
async def show(request: PageRequest) -> Response[str]:
    """Ask for every rule, filled with those in force."""
    return await _edit_page(request, fields.filled(await _in_force(request)))


@post("/procedures/new")
async def take(request: PageRequest) -> Response[Any]:
    """Check what was typed, change it again, or install it, by the button that was pressed."""
    form = await form_of(request)
    step = form.value("step")
    if step == "change":
        return await _edit_page(request, _carried(form))
    if step == "install":
        return await _install(request, form)
    return await _checked(request, form, _read_fields, _edit_page)


@get("/procedures/toml")
async def show_toml(request: PageRequest) -> Response[str]:
    """Ask for a whole profile as TOML, filled with the one in force."""
    content = to_toml(await _in_force(request))
    return await _toml_page(request, Form.filled(content=content))


@post("/procedures/toml")
async def take_toml(request: PageRequest) -> Response[Any]:
    """Check what was pasted."""
    return await _checked(request, await form_of(request), _read_toml, _toml_page)


async def _install(request: PageRequest, form: Form) -> Response[Any]:
    profile, starts = _read_toml(form), _starts(form)

    async def act() -> Answer:
        if profile is None or starts is None:
            raise FormInvalid(form)
        version = await install_profile(
            content=to_toml(profile), in_force_from=starts, actor=request.user, now=clock.now()
        )
        return see_other(f"/procedures/{version}", "The new version is installed.")

    return await submit(request, form, act, again=lambda: _toml_page(request, form))


async def _checked(request: PageRequest, form: Form, read: Any, again: Any) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    profile, starts = read(form), _starts(form)
    if profile is None or starts is None or not form.is_valid():
        return await refused(request, form, FormInvalid(form), again=lambda: again(request, form))
    return await _preview(request, profile, starts)


def _read_fields(form: Form) -> Profile | None:
    said = fields.read(form)
    return _noting(form, lambda: read_profile(said)) if form.is_valid() else None


def _read_toml(form: Form) -> Profile | None:
    content = form.long_text(
        "content",
        label="The profile",
        required="Enter the profile",
        max_length=LONGEST_CONTENT,
    )
    if not content:
        return None
    return _noting(form, lambda: parse_profile(content), field="content")


def _noting(form: Form, read: Any, *, field: str = "") -> Profile | None:
    try:
        profile: Profile = read()
    except Invalid as invalid:
        form.add_blockers(
            [Blocker(fault.message, field or fault.field) for fault in invalid.blockers]
        )
        return None
    return profile


def _starts(form: Form) -> date | None:
    return form.date(
        "in_force_from",
        label="The first day",
        required="Enter the first day of the new version",
        not_past=clock.today(clock.now()),
    )


def _carried(form: Form) -> Form:
    """The form of what the preview carried along."""
    profile, starts = _read_toml(form), _starts(form)
    if profile is None:
        raise Blocked([Blocker("Open this page again.")])
    return fields.filled(profile, in_force_from=starts)


async def _in_force(request: PageRequest) -> Profile:
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    found = await procedure_on(on=clock.today(clock.now()), actor=request.user)
    return found.profile


async def _edit_page(request: PageRequest, form: Form) -> Response[str]:
    profile = await _in_force(request)
    return page(
        request,
        "pages/procedures/edit.html",
        title="A new version of the procedures",
        form=form,
        submit="Continue",
        cancel="/procedures",
        figures=FIGURES,
        stages=fields.STAGE_FIELDS,
        roles=fields.ROLES,
        sides=fields.SIDES,
        kinds=[(kind.value, profile.kinds[kind].words) for kind in MeetingKind],
        outcomes=[(one.value, profile.outcomes[one]) for one in Outcome],
        reasons=[(one.value, profile.no_decision_reasons[one]) for one in NoDecisionReason],
        apologies=[(one.value, profile.apology_reasons[one]) for one in ApologyReason],
        categories=fields.CATEGORIES,
        flags=fields.FLAGS,
    )


async def _toml_page(request: PageRequest, form: Form) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    return page(
        request,
        "pages/procedures/toml.html",
        title="Procedures as a file",
        form=form,
        submit="Continue",
        cancel="/procedures",
    )


async def _preview(request: PageRequest, profile: Profile, starts: date) -> Response[str]:
    before = await procedure_on(on=starts, actor=request.user)
    found = changes(before.profile, profile)
    return page(
        request,
        "pages/procedures/preview.html",
        title="Check what changes",
        starts=starts,
        version=before.version,
        changes=words.change_lines(found, before.profile),
        content=to_toml(profile),
    )


routes = [show, take, show_toml, take_toml]
