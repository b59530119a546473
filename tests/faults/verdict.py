"""What the storm did to the mail: lost, doubled, changed, out of order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes

import asyncpg

from tests.faults.cluster import Cluster

_ALL = "select message_id, subject_id, recipient_id, sequence, state from mail_message"


@dataclass(frozen=True)
class Taken:
    """A whole message that arrived, answered or not, as our worker wrote it."""

    content: bytes


@dataclass(frozen=True)
class Verdict:
    """How many messages fared so; `changed` are doubles whose bytes differ."""

    queued: int
    lost: int
    doubled: int
    changed: int
    unordered: int


async def judge(cluster: Cluster, taken: Sequence[Taken]) -> Verdict:
    """Compare what was queued with what arrived, in the order in which it did."""
    administrator = await asyncpg.connect(cluster.database.administrator)
    rows = await administrator.fetch(_ALL)
    await administrator.close()
    arrived: dict[str, list[bytes]] = defaultdict(list)
    for message in taken:
        arrived[message_id_of(message.content)].append(message.content)
    return Verdict(
        queued=len(rows),
        lost=sum(1 for row in rows if row["message_id"] not in arrived),
        doubled=sum(len(copies) - 1 for copies in arrived.values()),
        changed=sum(1 for copies in arrived.values() if len(set(copies)) > 1),
        unordered=_unordered(taken, {row["message_id"]: row for row in rows}),
    )


def message_id_of(content: bytes) -> str:
    """The Message-ID, which no server on the way may change."""
    return str(message_from_bytes(content)["Message-ID"])


def _unordered(taken: Sequence[Taken], rows: Mapping[str, asyncpg.Record]) -> int:
    """Messages that arrived after a later one of the same meeting to the same person."""
    latest: dict[tuple[object, object], int] = {}
    wrong = 0
    for message in taken:
        row = rows[message_id_of(message.content)]
        key = (row["subject_id"], row["recipient_id"])
        wrong += row["sequence"] < latest.get(key, 0)
        latest[key] = max(latest.get(key, 0), row["sequence"])
    return wrong
