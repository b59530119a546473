"""Meetings that people are invited to, as a re-plan meets them, and what it changes of each."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.clock import LONDON, london_date
from planning.meetings.rules.scheduling import LocalTimes
from planning.surge.forms.problem import Meeting, Problem
from planning.surge.forms.solution import Placed
from planning.surge.rules.batches import BatchRules, Pin
from planning.surge.rules.building import CHAIR, MINUTE_TAKER, part_of
from planning.surge.rules.confirming import invited, office
from planning.surge.rules.grid import moment_of, pin_faults, slot_minutes, slot_of
from planning.surge.rules.showing import RunRow
from planning.surge.rules.world import Absent

MINUTE = timedelta(minutes=1)


class Standing(msgspec.Struct, frozen=True):
    """A convened meeting of the batch, with everybody who is invited to it."""

    id: UUID
    meeting_id: UUID
    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    site: str | None
    chair_id: UUID
    minute_taker_id: UUID | None
    people: list[UUID]
    deciders: list[UUID]

    @property
    def needed(self) -> set[UUID]:
        """Whoever runs it or can decide at it."""
        return {self.chair_id, *self.deciders, *filter(None, [self.minute_taker_id])}

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.ends_at - self.starts_at) // MINUTE


class Change(msgspec.Struct, frozen=True):
    """What a re-plan asks of one meeting; `times` are None where it stays when and where it is."""

    standing: Standing
    times: LocalTimes | None
    room_id: UUID | None
    chair_id: UUID
    minute_taker_id: UUID | None
    add: list[UUID]
    remove: list[UUID]
    others: list[UUID]
    """Invited besides: they stay invited, busy or not."""

    @property
    def runs_anew(self) -> bool:
        """Whether somebody else chairs or takes the minutes."""
        now = (self.standing.chair_id, self.standing.minute_taker_id)
        return (self.chair_id, self.minute_taker_id) != now

    @property
    def is_one(self) -> bool:
        """Whether anything changes."""
        return bool(self.times or self.runs_anew or self.add or self.remove)


def is_on_grid(one: Standing, rules: BatchRules, closed: frozenset[date], now: datetime) -> bool:
    """Whether it begins at a time at which the batch's rules could have put it."""
    local = one.starts_at.astimezone(LONDON)
    pin = Pin(local.date(), local.time(), one.room_id)
    fits = one.minutes % slot_minutes(rules) == 0
    return fits and not pin_faults(
        pin, msgspec.structs.replace(rules, minutes=one.minutes), closed, now
    )


def touched(one: Standing, absent: Sequence[Absent]) -> set[UUID]:
    """Who of those invited is absent on its day."""
    on = london_date(one.starts_at)
    return {
        gone.person_id
        for gone in absent
        if gone.person_id in one.people and gone.from_on <= on <= gone.until_on
    }


def placed_now(one: Standing, asked: Meeting, problem: Problem) -> Placed | None:
    """Where and with whom a meeting stands; `None` where no slot of the grid begins."""
    start = slot_of(problem.grid, one.starts_at)
    if start is None:
        return None
    left = [str(key) for key in one.people if str(key) not in asked.required]
    assigned: dict[str, tuple[str, ...]] = {}
    pools = {
        need.category: {
            person.id for person in problem.people if need.category in person.categories
        }
        for need in asked.quorum
    }
    runs = {CHAIR: one.chair_id, MINUTE_TAKER: one.minute_taker_id}
    for name, pool in pools.items():
        by_office = runs.get(part_of(name))
        able = [str(by_office)] if by_office else [key for key in left if key in pool]
        assigned[name] = tuple(able[:1])
        left = [key for key in left if key not in able[:1]]
    return Placed(
        start,
        str(one.room_id) if one.room_id else None,
        assigned,
        tuple(key for key in asked.preferred if key in left),
    )


def change_of(one: Standing, asked: Meeting, run: RunRow, absent: Collection[UUID]) -> Change:
    """From where a meeting stands to where the re-plan puts it.

    Whoever gives up a place to somebody else is taken off, and whoever is absent; who was invited
    besides stays invited.
    """
    grid, after = run.asked.problem.grid, run.placed[asked.id]
    before = (run.asked.standing or {}).get(asked.id)
    starts_at = moment_of(grid, after.start)
    room_id = UUID(after.room) if after.room else None
    wanted = invited(asked, after)
    had = {UUID(key) for keys in (before.assigned if before else {}).values() for key in keys}
    others = [key for key in one.people if key not in wanted]
    stays = (starts_at, room_id) == (one.starts_at, one.room_id)
    return Change(
        standing=one,
        times=None if stays else _times(starts_at, one.minutes),
        room_id=room_id,
        chair_id=office(after, CHAIR) or one.chair_id,
        minute_taker_id=office(after, MINUTE_TAKER) or one.minute_taker_id,
        add=[key for key in wanted if key not in one.people],
        remove=[key for key in others if key in had or key in absent],
        others=[key for key in others if key not in had and key not in absent],
    )


def comes_and_goes(
    row: RunRow, asked: Meeting, people: Collection[UUID], absent: Collection[UUID]
) -> tuple[list[UUID], list[UUID]]:
    """Whom the answer invites besides the people of a meeting, and whom of them it takes off."""
    after = row.placed.get(asked.id)
    if after is None:
        return [], []
    before = (row.asked.standing or {}).get(asked.id)
    had = {UUID(key) for keys in (before.assigned if before else {}).values() for key in keys}
    wanted = invited(asked, after)
    gone = [key for key in people if key not in wanted and (key in had or key in absent)]
    return [key for key in wanted if key not in people], gone


def _times(starts_at: datetime, minutes: int) -> LocalTimes:
    local, until = (
        moment.astimezone(LONDON) for moment in (starts_at, starts_at + minutes * MINUTE)
    )
    return LocalTimes(local.date(), local.time(), until.time())
