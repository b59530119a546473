"""Working chains out anew from their facts alone, and mending what is kept where it differs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.chains.rules import Facts, Reckoned, reckon
from planning.procedures.queries import all_profiles
from planning.procedures.rules import Profile
from planning.transactions import fetch_all, fetch_value, to_json, transaction

BATCH = 4_000
_LAST = 2**128 - 1


class Share(NamedTuple):
    """Concerns by their ids: after one, up to and with another."""

    after: UUID
    upto: UUID


ALL = Share(UUID(int=0), UUID(int=_LAST))


class Rebuilt(NamedTuple):
    """How many chains were worked out, and of how many what was kept was missing or wrong."""

    chains: int = 0
    mended: int = 0


class _Row(msgspec.Struct, frozen=True):
    concern_id: UUID
    compartment_id: UUID
    computed_at: datetime | None
    facts: str
    kept: str | None


_facts = msgspec.json.Decoder(Facts)
_kept = msgspec.json.Decoder(Reckoned)


async def rebuild_chains(
    *,
    now: datetime,
    every: bool = True,
    share: Share = ALL,
    batch: int = BATCH,
    progress: Callable[[Rebuilt], None] = lambda _: None,
) -> Rebuilt:
    """Work chains out in batches, each mended in a transaction of its own: the worker's act.

    `every` chain, or those alone that may differ although nobody acted: undecided ones when days
    became closed, those from before this was kept. An act that changes a chain meanwhile wins.
    `progress` is told what each batch came to.
    """
    done = Rebuilt()
    async with transaction(None):
        profiles = await all_profiles()
    after = share.after
    while rows := await _read(after, share.upto, batch, every=every):
        after = rows[-1].concern_id
        worked = _worked_out(rows, profiles)
        wrong = [_given(row, kept) for row, kept in worked if _differs(row, kept)]
        mended = await _mend(wrong, now) if wrong else 0
        progress(Rebuilt(len(worked), mended))
        done = Rebuilt(done.chains + len(worked), done.mended + mended)
    return done


def shares(count: int) -> list[Share]:
    """All chains in about equal parts, to be worked out side by side."""
    ends = [UUID(int=part * _LAST // count) for part in range(count + 1)]
    return [Share(after, upto) for after, upto in pairwise(ends)]


async def _read(after: UUID, upto: UUID, size: int, *, every: bool) -> list[_Row]:
    async with transaction(None):
        return await fetch_all(
            _Row, "select * from accord_chain_facts($1, $2, $3, $4)", after, upto, size, every
        )


def _worked_out(rows: Sequence[_Row], profiles: dict[int, Profile]) -> list[tuple[_Row, Reckoned]]:
    found = ((row, reckon(_facts.decode(row.facts), profiles)) for row in rows)
    return [(row, reckoning.kept) for row, reckoning in found if reckoning]


def _differs(row: _Row, right: Reckoned) -> bool:
    return row.kept is None or _kept.decode(row.kept) != right


def _given(row: _Row, right: Reckoned) -> dict[str, object]:
    return {
        "concern_id": row.concern_id,
        "compartment_id": row.compartment_id,
        "computed_at": row.computed_at,
        **msgspec.structs.asdict(right),
    }


async def _mend(wrong: Sequence[dict[str, object]], now: datetime) -> int:
    async with transaction(None):
        return int(await fetch_value("select accord_keep_chains($1, $2)", to_json(wrong), now))
