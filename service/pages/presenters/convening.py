"""The words around convening: who must be there, by when, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from planning.concerns.queries import ConcernSeen
from planning.meetings.rules.quorum import Answer, Standing
from planning.meetings.rules.scheduling import Convening, moments, people_asked, warnings
from planning.people.queries import PersonSeen
from planning.people.rules import CATEGORY_WORDS, AgencyCategory, Role
from planning.procedures.rules import MeetingKind, Profile, convene_limit, convene_target
from service.pages.presenters.counts import listed
from service.pages.presenters.dates import Deadline, short_moment
from service.pages.presenters.meetings import where_words
from service.pages.presenters.moments import limit, span
from service.pages.presenters.people import Groups, people_options


@dataclass(frozen=True, slots=True)
class Checked:
    """What the person checks before the meeting is convened."""

    rows: list[tuple[str, str]]
    latest: Deadline
    warnings: list[str]


def core_words(profile: Profile) -> str:
    """The categories that every type of meeting needs."""
    return listed([CATEGORY_WORDS[category] for category in _core(profile)])


def kind_options(profile: Profile) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Types of meeting, and whom they need beyond the usual."""
    core = _core(profile)
    options: list[tuple[str, str] | tuple[str, str, str]] = []
    for kind in MeetingKind:
        if kind in profile.retired.kinds:
            continue
        rules = profile.kinds[kind]
        extra = [CATEGORY_WORDS[found] for found in rules.required if found not in core]
        text = f"also needs {listed(extra)}" if extra else ""
        options.append((kind, rules.words, text) if text else (kind, rules.words))
    return options


def inviting_groups(profile: Profile, people: Sequence[PersonSeen]) -> Groups:
    """People under their agencies; those that every meeting needs come first."""
    core = _core(profile)
    by_need = sorted(people, key=lambda person: person.agency_category not in core)
    return people_options(by_need, authority=True)


def chairs(people: Sequence[PersonSeen]) -> Groups:
    """Those who hold the role of chair."""
    return people_options([person for person in people if Role.CHAIR in person.roles])


def child_names(convening: Convening, concerns: Sequence[ConcernSeen]) -> list[str]:
    """The children of a meeting, known and new, in the order of its values."""
    known = {concern.id: concern.child_name for concern in concerns}
    new = [child.name for child in convening.opening.children] if convening.opening else []
    return [*(known.get(key, "A child") for key in convening.concern_ids), *new]


def check(
    convening: Convening,
    profile: Profile,
    people: Sequence[PersonSeen],
    concerns: Sequence[ConcernSeen],
    now: datetime,
) -> Checked:
    """Everything that was typed, in words, with what the rules say about it."""
    by_id = {person.id: person for person in people}
    asked = [by_id[key] for key in people_asked(convening) if key in by_id]
    latest = convene_limit(profile, convening.kind, convening.decided_at)
    return Checked(
        rows=_rows(convening, profile, by_id, child_names(convening, concerns), now),
        latest=limit(latest, now, profile.closed_days),
        warnings=warnings(convening, profile, [_standing(person) for person in asked], []),
    )


def attending(convening: Convening, people: Sequence[PersonSeen]) -> list[tuple[UUID, str]]:
    """Who is there for some children only: chair and minute taker attend for all."""
    names = {person.id: f"{person.name}, {person.agency_name}" for person in people}
    everywhere = {convening.chair_id, convening.minute_taker_id}
    return [
        (invitee.person_id, names[invitee.person_id])
        for invitee in convening.invitees
        if invitee.person_id not in everywhere and invitee.person_id in names
    ]


def _rows(
    convening: Convening,
    profile: Profile,
    by_id: dict[UUID, PersonSeen],
    children: list[str],
    now: datetime,
) -> list[tuple[str, str]]:
    target = limit(
        convene_target(profile, convening.kind, convening.decided_at), now, profile.closed_days
    )
    starts_at, ends_at = moments(convening.times)
    taker = convening.minute_taker_id
    busy = [_name(by_id, found) for found in convening.ask_although_busy]
    return [
        ("Children", "\n".join(sorted(children)) or "None"),
        ("Type", profile.kinds[convening.kind].words),
        ("Purpose", convening.purpose),
        ("When", span(starts_at, ends_at)),
        (
            "Where",
            where_words(convening.mode, convening.place, shown=convening.place_in_calendars),
        ),
        ("Decided to meet", short_moment(convening.decided_at)),
        ("Aim to hold it by", f"{target.date}, {target.rest}"),
        ("Chair", _name(by_id, convening.chair_id)),
        ("Minute taker", _name(by_id, taker) if taker else "Nobody yet"),
        (
            "Invited",
            "\n".join(_name(by_id, found.person_id) for found in convening.invitees) or "Nobody",
        ),
        *([("Asked although busy", "\n".join(busy))] if busy else []),
    ]


def _name(by_id: dict[UUID, PersonSeen], person_id: UUID) -> str:
    person = by_id.get(person_id)
    return f"{person.name}, {person.agency_name}" if person else "Somebody who has left"


def _standing(person: PersonSeen) -> Standing:
    return Standing(
        category=person.agency_category,
        decision_authority=person.decision_authority,
        senior_manager=Role.SENIOR_MANAGER in person.roles,
        answer=Answer.AWAITED,
        present=None,
        children=[],
    )


def _core(profile: Profile) -> list[AgencyCategory]:
    needed = [rules.required for rules in profile.kinds.values()]
    return [category for category in AgencyCategory if all(category in found for found in needed)]
