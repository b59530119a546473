"""Versions of the plan templates: begun as a draft, changed, put in force or taken back."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocked, Blocker, Invalid, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.operations.rules import clean, text_faults
from planning.people.rules import Actor, Role, require_role
from planning.plans.actions.lock import must_be_current
from planning.plans.rules.reading import parse_template
from planning.plans.rules.reliance import reliance_faults
from planning.plans.rules.templates import PLAN_WORDS, PlanKind, Template
from planning.plans.tables import PlanTemplate
from planning.plans.templates import shipped_template, template_in_force
from planning.transactions import execute, fetch_one, fetch_value, to_json, transaction

LONGEST_NOTE = 500
SHIPPED_NOTE = "Came with Accord"


class _Latest(msgspec.Struct, frozen=True):
    came_with_accord: bool
    content: Template


class _Held(msgspec.Struct, frozen=True):
    id: UUID
    kind: PlanKind
    number: int
    content: Template
    state: str
    version: int


async def install_shipped_templates(*, now: datetime) -> None:
    """Put the templates that come with Accord in force, in place of an earlier Accord's.

    Not where the partnership has put its own in force, or writes one.
    """
    async with transaction(None):
        await _lock_numbers()
        for kind in PlanKind:
            latest, shipped = await _latest(kind), shipped_template(kind)
            if latest is None or (latest.came_with_accord and _differ(latest.content, shipped)):
                number = await _next_number(kind)
                await _insert(uuid4(), shipped, number, None, now, note=SHIPPED_NOTE)


async def begin_template(*, kind: PlanKind, actor: Actor, now: datetime) -> UUID:
    """Begin a draft with what is in force; its id. Raises `Blocked` while there is a draft."""
    _require(actor)
    async with transaction(actor.person_id):
        await _lock_numbers()
        if await fetch_value(
            "select true from plan_template where kind = $1 and state = 'draft'", kind
        ):
            raise Blocked([Blocker(f"There is a draft of the {PLAN_WORDS[kind]} already.")])
        template_id, number = uuid4(), await _next_number(kind)
        await _insert(template_id, await template_in_force(kind), number, actor, now)
        await _remember("template.draft_begun", template_id, (kind, number), actor, now)
        return template_id


async def write_template(
    *, template_id: UUID, content: str, note: str, version: int, actor: Actor, now: datetime
) -> int:
    """Replace a draft by what TOML says; its new version.

    Raises `Invalid` with every fault and its place, `Stale` when somebody else wrote meanwhile.
    """
    _require(actor)
    template = parse_template(content)
    async with transaction(actor.person_id):
        held = await _hold_draft(template_id, version)
        faults = text_faults(note, field="note", what="the note", limit=LONGEST_NOTE, needed=False)
        if template.kind is not held.kind:
            faults.append(Blocker(f"This is the draft of a {PLAN_WORDS[held.kind]}.", "kind"))
        if faults:
            raise Invalid(faults)
        await PlanTemplate.update(
            {
                PlanTemplate.content: to_json(_numbered(template, held.number)),
                PlanTemplate.note: clean(note),
                PlanTemplate.made_by: actor.person_id,
                PlanTemplate.made_at: now,
                PlanTemplate.version: held.version + 1,
            }
        ).where(PlanTemplate.id == held.id)
        await _remember("template.written", held.id, (held.kind, held.number), actor, now)
        return held.version + 1


async def put_template_in_force(
    *, template_id: UUID, version: int, actor: Actor, now: datetime
) -> None:
    """Let new plans start from the draft; plans that there are keep theirs.

    Raises `Blocked` with all that Accord reads and that the draft lacks.
    """
    _require(actor)
    async with transaction(actor.person_id):
        held = await _hold_draft(template_id, version)
        block_if(reliance_faults(held.content))
        await PlanTemplate.update(
            {
                PlanTemplate.state: "in_force",
                PlanTemplate.in_force_by: actor.person_id,
                PlanTemplate.in_force_at: now,
                PlanTemplate.version: held.version + 1,
            }
        ).where(PlanTemplate.id == held.id)
        await _remember("template.put_in_force", held.id, (held.kind, held.number), actor, now)


async def take_back_template(
    *, template_id: UUID, version: int, actor: Actor, now: datetime
) -> None:
    """Throw a draft away; its number is given again."""
    _require(actor)
    async with transaction(actor.person_id):
        held = await _hold_draft(template_id, version)
        await PlanTemplate.delete().where(PlanTemplate.id == held.id)
        await _remember("template.draft_taken_back", held.id, (held.kind, held.number), actor, now)


def _require(actor: Actor) -> None:
    require_role(actor, Role.ADMINISTRATOR, Role.PARTNERSHIP)


async def _lock_numbers() -> None:
    await execute("select pg_advisory_xact_lock(hashtext('plan_template'))")


async def _next_number(kind: PlanKind) -> int:
    return int(
        await fetch_value(
            "select coalesce(max(number), 0) + 1 from plan_template where kind = $1", kind
        )
    )


async def _latest(kind: PlanKind) -> _Latest | None:
    return await fetch_one(
        _Latest,
        "select made_by is null as came_with_accord, content from plan_template where kind = $1"
        " order by number desc limit 1",
        kind,
    )


async def _hold_draft(template_id: UUID, version: int) -> _Held:
    held = await fetch_one(
        _Held,
        "select id, kind, number, content, state, version from plan_template where id = $1"
        " for update",
        template_id,
    )
    if held is None:
        raise NotFound
    if held.state != "draft":
        raise Blocked([Blocker("This version is in force and stays as it is. Begin a new one.")])
    must_be_current(version, held.version)
    return held


async def _insert(
    template_id: UUID,
    template: Template,
    number: int,
    actor: Actor | None,
    now: datetime,
    *,
    note: str = "",
) -> None:
    await PlanTemplate.insert(
        PlanTemplate(
            id=template_id,
            kind=template.kind,
            number=number,
            content=to_json(_numbered(template, number)),
            state="draft" if actor else "in_force",
            note=note,
            made_by=actor.person_id if actor else None,
            made_at=now,
            in_force_at=None if actor else now,
            version=1,
        )
    )


def _numbered(template: Template, number: int) -> Template:
    return msgspec.structs.replace(template, version=number)


def _differ(old: Template, new: Template) -> bool:
    return _numbered(old, 0) != _numbered(new, 0)


async def _remember(
    act: str, template_id: UUID, which: tuple[PlanKind, int], actor: Actor, now: datetime
) -> None:
    kind, number = which
    await record(
        [Event(act, "plan_template", template_id, None, {"kind": kind, "number": number})],
        actor_id=actor.person_id,
        now=now,
    )
