"""Searching: it is written down who searched and by what, never what was found."""

from datetime import datetime
from uuid import uuid4

from planning.errors import Invalid
from planning.history.actions import record
from planning.history.rules import Event
from planning.paging import PAGE
from planning.people.rules import Actor
from planning.search.queries import Found, find
from planning.search.rules import Terms, term_faults
from planning.search.tables import SearchMade
from planning.transactions import to_json, transaction


async def search(
    *, terms: Terms, actor: Actor, now: datetime, cursor: str | None = None, limit: int = PAGE
) -> Found:
    """Look among what the actor may know; raises `Invalid` with every fault of the terms.

    What was typed is kept for the actor's eyes alone; history names only what it was: a child,
    a person. Later pages of the same search count as searches too.
    """
    faults = term_faults(terms)
    if faults:
        raise Invalid(faults)
    async with transaction(actor.person_id):
        search_id = uuid4()
        await SearchMade.insert(
            SearchMade(id=search_id, person_id=actor.person_id, made_at=now, terms=to_json(terms))
        )
        await record(
            [Event("search.made", "search", search_id, None, {"by": terms.given()})],
            actor_id=actor.person_id,
            now=now,
        )
        return await find(terms=terms, now=now, cursor=cursor, limit=limit)
