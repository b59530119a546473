"""Every text that a section had."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.people.rules import Actor
from planning.plans.rules.values import Content
from planning.transactions import fetch_all, fetch_value, transaction

TEXTS = 20
"""As many as a page holds; the section's versions lead on."""


class TextSeen(msgspec.Struct, frozen=True):
    """What a section said in one of its versions."""

    version: int
    content: Content
    edited_by_name: str
    edited_at: datetime


async def texts_of(
    *, plan_id: UUID, key: str, actor: Actor, before: int | None = None
) -> list[TextSeen]:
    """The section's latest texts, newest first, older than version `before` of the section.

    Raises `NotFound` for a section that the actor does not see.
    """
    async with transaction(actor.person_id):
        section = "select true from plan_section where plan_id = $1 and key = $2"
        if not await fetch_value(section, plan_id, key):
            raise NotFound
        return await fetch_all(
            TextSeen,
            "select t.version, t.content, p.name as edited_by_name, t.edited_at"
            " from plan_section_text t join person p on p.id = t.edited_by"
            " where t.plan_id = $1 and t.key = $2 and ($3::int is null or t.version < $3)"
            " order by t.version desc limit $4",
            plan_id, key, before, TEXTS,
        )  # fmt: skip
