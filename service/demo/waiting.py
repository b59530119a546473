"""Children named in a few days, more than anybody can convene for one by one: a batch's worth."""

from datetime import date, datetime

from planning.clock import today
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from service.demo.plot import working_days_before
from service.demo.stage import Stage, at

REASONS = (
    "Named in messages on a telephone that the police hold: asked to meet an adult for money.",
    "Seen by a youth worker at an address that other young people have been taken to.",
    "Told a school nurse that a friend takes her to parties with adults.",
)
NAMES = (
    "Alma Brook, Bridie Colne, Cara Dove, Della Esk, Edie Frome, Flora Goyt, Greta Hull, "
    "Hattie Irwell, Ines Jordan, Joss Kent, Kit Lune, Lottie Medway, Mabel Nene, Nell Ouse, "
    "Opal Parrett, Pia Quaggy, Robin Rother, Sadie Severn, Tess Tamar, Una Ure, Vera Wear, "
    "Wren Welland, Yara Yare, Zoe Avon, Ada Brent, Bea Calder, Cleo Derwent, Dot Eden"
).split(", ")
AGES = (12, 13, 14, 15, 16)


async def name_children(stage: Stage, *, now: datetime) -> None:
    """Open a concern for each; no meeting is convened for any of them yet."""
    day = today(now)
    for number, reason in enumerate(REASONS):
        on = working_days_before(day, len(REASONS) - number)
        await open_concerns(
            opening=Opening(
                _children(number, on),
                reason,
                stage.id("seniormanager"),
                "Exploitation team",
                referred_on=on,
            ),
            actor=stage.people["scheduler"],
            now=at(on, 16),
        )


def _children(part: int, on: date) -> list[NewChild]:
    return [
        NewChild(f"NB-{4600 + number * 3}", name, date(on.year - AGES[number % 5], 6, 1 + number))
        for number, name in enumerate(NAMES)
        if number % len(REASONS) == part
    ]
