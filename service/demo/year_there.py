"""Who was at a meeting of the ordinary year, and what that made of it."""

import json

from service.demo.cast import HEALTH, POLICE
from service.demo.words import ADJOURNED_BECAUSE, DECIDED_BECAUSE
from service.demo.year_people import MANAGER, PEOPLE, SENIOR
from service.demo.year_plot import Sitting

AGENCY_OF = {player.key: player.agency for player in PEOPLE}
_NAME = {player.key: player.name for player in PEOPLE}
_INVITED = [player.key for player in PEOPLE if player.key not in {MANAGER, SENIOR}]


def away(sitting: Sitting) -> list[str]:
    """Who was invited and did not come."""
    return [key for key in _INVITED if AGENCY_OF[key] == sitting.absent]


def there(sitting: Sitting) -> list[str]:
    """Police and health to each, the others to every second, unless they stayed away."""
    return [
        key
        for place, key in enumerate(_INVITED)
        if AGENCY_OF[key] != sitting.absent
        and (AGENCY_OF[key] in {POLICE, HEALTH} or (sitting.at + place) % 2)
    ]


def quorum(sitting: Sitting) -> str:
    """By category, as closing the meeting keeps it."""
    people = {
        "social_care": [_NAME[MANAGER]],
        "police": [_NAME[key] for key in there(sitting) if AGENCY_OF[key] == POLICE],
        "health": [_NAME[key] for key in there(sitting) if AGENCY_OF[key] == HEALTH],
    }
    return json.dumps([{"category": key, "names": names} for key, names in people.items()])


def because(sitting: Sitting) -> str:
    """Why the outcome was what it was."""
    if sitting.reason:
        return ADJOURNED_BECAUSE.get(sitting.reason, "See the record.")
    return DECIDED_BECAUSE.get(sitting.outcome, "Agreed by everybody there.")
