"""Lower bounds by prices: every slot of every pool gets a price, and each meeting buys alone.

With any prices, the sum of the cheapest purchases less what all the slots are worth is below the
cost of every schedule (Lagrange). Prices rise where meetings crowd and fall where nobody wants to
be, so the bound rises towards that of the linear program, in a few milliseconds a step whatever the
size. A bound found so leans on no solver's tolerance.
"""

import math

import numpy as np

from planning.surge.solver.relaxed import Flags, Floats, Ints, Relaxation

_PATIENCE, _MOMENTUM, _ROUNDING = 40, 0.9, 1e-6
_STEPS = 0.05 * 2.0 ** np.arange(14)
_FIRST_SCALE, _LAST_SCALE, _COOLING = 0.5, 1e-4, 1.5


class Ascent:
    """Bounds lateness. `best` is the highest bound so far, proved by prices that were tried.

    `beyond[m, s]` is what start s of meeting m costs beyond its cheapest at those prices: no
    schedule with it is cheaper than the bound and that together.
    """

    def __init__(self, relaxation: Relaxation, own: int = 0) -> None:
        """`own` is the number of further prices that a kind of ascent brings."""
        self.relaxation = relaxation
        self.best = -math.inf
        self.beyond: Floats | None = None
        self._closed = np.where(relaxation.allowed, 0.0, np.inf)
        self._slots = relaxation.free.size
        self._order = Order(relaxation)
        self._prices: Floats = np.zeros(self._slots + self._order.size + own)
        self._drift: Floats = np.zeros_like(self._prices)
        self._limits: Floats = np.concatenate(
            [relaxation.free.reshape(-1), np.zeros(self._order.size), self.own_limits()]
        )
        self._scale, self._idle = _FIRST_SCALE, 0

    # ------------------------------------------------------------ what is minimised
    def costs(self, own: Floats) -> Floats:
        """Each meeting's cost at each start, the own prices paid."""
        del own
        return self.relaxation.late

    def own_limits(self) -> Floats:
        """What the own prices are multiplied with and taken off."""
        return np.zeros(0)

    def own_used(self, own: Floats, starts: Ints) -> Floats:
        """How much of each own limit those starts use up."""
        del own, starts
        return np.zeros(0)

    # ------------------------------------------------------------ climbing
    @property
    def at_rest(self) -> bool:
        """Whether steps have become too short to matter."""
        return self._scale <= _LAST_SCALE

    def whole(self) -> int:
        """The bound for schedules, which cost whole numbers."""
        if self.best == -math.inf:
            return 0
        return max(0, math.ceil(self.best - _ROUNDING * max(1.0, abs(self.best))))

    def guide(self) -> list[list[int]]:
        """Each meeting's starts as masks, by what they cost beyond its cheapest, prices paid.

        A schedule that takes dear slots only for those who need them most is a good one.
        """
        if self.beyond is None:
            return []
        steps = np.concatenate([_STEPS, [np.inf]])
        groups = np.where(self.relaxation.allowed, np.searchsorted(steps, self.beyond), -1)
        return [
            [_mask(row == group) for group in range(len(steps)) if (row == group).any()]
            for row in groups
        ]

    def step(self, upper: float) -> bool:
        """One round of buying and pricing. False once the bound has reached a schedule's cost."""
        relaxation, ends = self.relaxation, self._slots + self._order.size
        slots, links, own = np.split(self._prices, [self._slots, ends])
        reduced = relaxation.windows(slots.reshape(relaxation.free.shape))
        reduced += self.costs(own)
        reduced += self._closed
        self._order.charge(reduced, links)
        starts = np.argmin(reduced, axis=1)
        cheapest = reduced[np.arange(len(starts)), starts]
        bound = float(cheapest.sum() - self._prices @ self._limits)
        if bound > self.best + _ROUNDING:
            self.best, self._idle, self.beyond = bound, 0, reduced - cheapest[:, None]
        else:
            self._idle += 1
            if self._idle >= _PATIENCE:
                self._scale, self._idle = self._scale / _COOLING, 0
        return self._move(bound, upper, own, starts)

    def _move(self, bound: float, upper: float, own: Floats, starts: Ints) -> bool:
        relaxation = self.relaxation
        used: list[Floats] = [
            relaxation.used(starts).reshape(-1),
            self._order.used(starts),
            self.own_used(own, starts),
        ]
        slope = np.concatenate(used) - self._limits
        slope[(slope < 0) & (self._prices <= 0)] = 0
        self._drift *= _MOMENTUM
        self._drift += slope
        norm = float(self._drift @ self._drift)
        if not norm or self.best >= upper:
            return False
        step = (self._scale * (upper - self.best) + self.best - bound) / norm
        self._prices = np.maximum(self._prices + step * self._drift, 0.0)
        return True


def _mask(flags: Flags) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


class Order:
    """`after`, day by day: by each day, the later meeting has been no oftener than the earlier had
    been so many days before. Each link has a price for each day.
    """

    def __init__(self, relaxation: Relaxation) -> None:
        links = np.array(relaxation.order, dtype=np.int64).reshape(-1, 3)
        self._earlier, self._later, self._gap = links.T
        self._earlier_once, self._later_once = _once(self._earlier), _once(self._later)
        self._day_of = relaxation.day_of
        self._days = len(relaxation.compiled.day_mask)
        self.size = len(links) * self._days

    def charge(self, costs: Floats, prices: Floats) -> None:
        """Add what each meeting pays, and take off what it gets, at each start."""
        if not self.size:
            return
        per_day = prices.reshape(-1, self._days)
        onward = np.zeros((per_day.shape[0], self._days + 1))
        onward[:, :-1] = np.cumsum(per_day[:, ::-1], axis=1)[:, ::-1]
        for links in self._later_once:
            costs[self._later[links]] += onward[links][:, self._day_of]
        for links in self._earlier_once:
            ready = np.minimum(self._day_of[None, :] + self._gap[links][:, None], self._days)
            costs[self._earlier[links]] -= np.take_along_axis(onward[links], ready, axis=1)

    def used(self, starts: Ints) -> Floats:
        """By how much each day of each link is broken, or is to spare."""
        days = np.arange(self._days)[None, :]
        later = self._day_of[starts[self._later]][:, None]
        ready = (self._day_of[starts[self._earlier]] + self._gap)[:, None]
        broken: Floats = (days >= later).astype(np.float64) - (days >= ready)
        return broken.reshape(-1)


def _once(targets: Ints) -> list[Ints]:
    """Links in groups that name no meeting twice, so that a group is added in one go."""
    groups: list[list[int]] = []
    named: list[set[int]] = []
    for link, target in enumerate(targets.tolist()):
        place = next((n for n, seen in enumerate(named) if target not in seen), len(named))
        if place == len(named):
            groups.append([])
            named.append(set())
        groups[place].append(link)
        named[place].add(target)
    return [np.array(group, dtype=np.int64) for group in groups]


class Attendance(Ascent):
    """Bounds how many preferred people miss meetings, among schedules of at most a lateness.

    A preferred person who is free comes, at the price of their own slots, or misses it for one.
    """

    def __init__(self, relaxation: Relaxation, lateness: int) -> None:
        self._lateness = float(lateness)
        jobs = relaxation.compiled.jobs
        invited = [(job.number, person) for job in jobs for person in job.preferred]
        people = sorted({person for _, person in invited})
        self._row = {person: row for row, person in enumerate(people)}
        self._invited = [(number, self._row[person]) for number, person in invited]
        free = [relaxation.flags(relaxation.compiled.free[person]) for person in people]
        self._diary: Floats = np.array(free, dtype=np.float64).reshape(-1, relaxation.size)
        self._away = {
            int(d): relaxation.span(1.0 - self._diary, int(d)) > 0
            for d in np.unique(relaxation.duration)
        }
        self._never = _never(relaxation)
        super().__init__(relaxation, self._diary.size + 1)

    def own_limits(self) -> Floats:
        """People's free slots, then the lateness."""
        return np.append(self._diary.reshape(-1), self._lateness)

    def costs(self, own: Floats) -> Floats:
        """One for each preferred person who misses it, or the price of their slots if less."""
        relaxation = self.relaxation
        prices = own[:-1].reshape(self._diary.shape)
        paid = {d: relaxation.span(prices, d) for d in self._away}
        found: Floats = own[-1] * relaxation.late + self._never[:, None]
        for number, row in self._invited:
            d = int(relaxation.duration[number])
            found[number] += np.where(self._away[d][row], 1.0, np.minimum(paid[d][row], 1.0))
        return found

    def own_used(self, own: Floats, starts: Ints) -> Floats:
        """The slots of those who come, then the lateness."""
        relaxation = self.relaxation
        prices = own[:-1].reshape(self._diary.shape)
        used = np.zeros_like(prices)
        for number, row in self._invited:
            start, d = int(starts[number]), int(relaxation.duration[number])
            window = slice(start, start + d)
            if not self._away[d][row, start] and prices[row, window].sum() < 1.0:
                used[row, window] += 1.0
        late = float(relaxation.late[np.arange(len(starts)), starts].sum())
        return np.append(used.reshape(-1), late)


def _never(relaxation: Relaxation) -> Floats:
    """Invitations of people who must come to the same meeting anyway, which nobody counts."""
    compiled = relaxation.compiled
    listed = [len(meeting.preferred) for meeting in compiled.problem.meetings]
    asked = [len(job.preferred) for job in compiled.jobs]
    return np.array(listed, dtype=np.float64) - np.array(asked, dtype=np.float64)
