"""People and agencies as answers to pick from."""

from collections.abc import Sequence
from itertools import groupby

from planning.people.queries import AgencySeen, PersonSeen

Option = tuple[str, str]
PersonOption = tuple[str, str, str]


def by_agency(people: Sequence[PersonSeen]) -> list[tuple[str, list[PersonOption]]]:
    """People, given by agency, under the name of each."""
    return [
        (agency, [(str(one.id), one.name, one.job_title) for one in group])
        for agency, group in groupby(people, key=lambda one: one.agency_name)
    ]


def agency_options(agencies: Sequence[AgencySeen]) -> list[Option]:
    """Agencies by name."""
    return [(str(one.id), one.name) for one in agencies]
