"""What go-live asks: which meetings of which children, from when on and until when."""

from random import Random
from typing import NamedTuple

from planning.surge.forms.problem import After, Grid, Meeting, Need
from tests.surge.worlds import SITES

QUORUM = ("chair", "minute_taker", "social_care", "police", "health")
_ONLINE = 0.3


class Family(NamedTuple):
    """Brothers and sisters disclosed on one working day, with one lead social worker."""

    number: int
    children: tuple[str, ...]
    disclosed: int
    lead: str
    site: str


class Asked(NamedTuple):
    """A meeting as the operation's clocks see it: days, not slots; `last` is the last on time."""

    family: Family
    kind: str
    first: int
    last: int
    after: tuple[int, int] | None  # place in the list, working days


def families(children: int, *, days: int, rng: Random) -> list[Family]:
    """Disclosures come fast after go-live and then ever slower."""
    found: list[Family] = []
    left = [f"child{n}" for n in range(children)]
    leads = max(2, (children + 4) // 5)
    while left:
        size = min(len(left), rng.choices((1, 2, 3), (6, 3, 1))[0])
        disclosed = int(min(rng.expovariate(5 / days), days * 0.7))
        lead = f"lead{len(found) % leads}"
        site = rng.choices(SITES, (5, 2, 2))[0]
        found.append(Family(len(found), tuple(left[:size]), disclosed, lead, site))
        left = left[size:]
    return found


def asked_of(known: list[Family], meetings: int, *, days: int, rng: Random) -> list[Asked]:
    """An initial meeting for each family, then reviews and other meetings in turn, until so many.

    Initial meetings are due 1 to 3 working days after disclosure, reviews 5 to 10 after the
    meeting before them; a family whose next one would be due after the window has no more.
    """
    listed = [
        Asked(one, "initial", one.disclosed, one.disclosed + rng.randint(1, 3), None)
        for one in known
    ][:meetings]
    latest = list(range(len(listed)))
    while len(listed) < meetings:
        open_chains = [n for n in latest if listed[n].last + 10 < days] or latest
        place = rng.choices(open_chains, [len(listed[n].family.children) for n in open_chains])[0]
        if rng.random() < 0.15:
            listed.append(_other(listed[place], place, days, rng))
        else:
            latest[latest.index(place)] = len(listed)
            listed.append(_review(listed[place], place, days, rng))
    return listed


def _review(before: Asked, place: int, days: int, rng: Random) -> Asked:
    first = min(before.first + 5, days - 4)
    last = min(before.last + rng.randint(5, 10), days - 1)
    return Asked(before.family, "review", first, last, (place, 5))


def _other(before: Asked, place: int, days: int, rng: Random) -> Asked:
    first = min(before.first + rng.randint(1, 4), days - 4)
    return Asked(before.family, "meeting", first, min(first + rng.randint(3, 8), days - 1), None)


def meeting_of(number: int, asked: Asked, grid: Grid, rng: Random) -> Meeting:
    """How long, where, who and how urgent; preferred people and `fixed` come later."""
    family, day = asked.family, grid.days[asked.first]
    online = rng.random() < _ONLINE
    site = family.site if rng.random() < 0.8 else rng.choice(SITES)
    whole = asked.kind != "meeting" or rng.random() < 0.5
    left_out = {"review": {"health": 0.25, "police": 0.15}, "meeting": {"health": 0.4}}
    without = left_out.get(asked.kind, {})
    return Meeting(
        id=f"m{number}",
        kind=asked.kind,
        duration=rng.choices((2, 3, 4), (3, 5, 2) if asked.kind == "initial" else (5, 4, 1))[0],
        earliest=day.first + (rng.randrange(day.slots - 4) if asked.kind == "initial" else 0),
        due_day=asked.last,
        weight={"initial": rng.randint(3, 5), "review": rng.randint(1, 2), "meeting": 2}[
            asked.kind
        ],
        required=(family.lead,),
        preferred=_preferred(family, rng),
        quorum=tuple(Need(one, 1) for one in QUORUM if rng.random() >= without.get(one, 0)),
        children=family.children if whole else (rng.choice(family.children),),
        location=None if online else site,
        seats=None if online else rng.randint(6, 14),
        fixed=None,
        after=() if asked.after is None else (After(f"m{asked.after[0]}", asked.after[1]),),
    )


def _preferred(family: Family, rng: Random) -> tuple[str, ...]:
    school, others = f"school{family.number % 12}", ("hospital0", "housing0", "youth0", "youth1")
    named = [school] * (rng.random() < 0.7) + rng.sample(others, rng.choice((0, 0, 1, 1, 2)))
    return tuple(named)
