"""People and agencies as options of selects and checkboxes."""

from collections.abc import Sequence

from planning.people.queries import PersonSeen

Options = list[tuple[str, str, str] | tuple[str, str]]
Groups = list[tuple[str, Options]]


def people_options(people: Sequence[PersonSeen], *, authority: bool = False) -> Groups:
    """People under their agencies, in the order given; with `authority`, who cannot decide."""
    groups: dict[str, Options] = {}
    for person in people:
        words = [person.job_title]
        if authority and not person.decision_authority:
            words.append("no authority to decide")
        hint = ", ".join(filter(None, words))
        option = (str(person.id), person.name, hint) if hint else (str(person.id), person.name)
        groups.setdefault(person.agency_name, []).append(option)
    return list(groups.items())
