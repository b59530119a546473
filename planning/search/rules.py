"""What can be searched for, and what makes a search worth making."""

from datetime import date

import msgspec

from planning.errors import Blocker

LONGEST = 200


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody looks for; what is given must all hold.

    `child` is a name, the beginnings of its words, or a reference; `person` somebody who was
    invited; `reference` a meeting's, or how it begins. Both dates are included.
    """

    child: str = ""
    person: str = ""
    reference: str = ""
    from_on: date | None = None
    until_on: date | None = None

    def given(self) -> list[str]:
        """The names of what is given."""
        return [name for name in self.__struct_fields__ if getattr(self, name)]


_TEXTS = ("child", "person", "reference")
_NOTHING = "Enter a child, a person, a meeting’s reference or a date."


def term_faults(terms: Terms) -> list[Blocker]:
    """Every reason why this cannot be searched for."""
    given = terms.given()
    faults = [
        Blocker("Enter at least one letter or number.", name)
        for name in _TEXTS
        if name in given and not any(letter.isalnum() for letter in getattr(terms, name))
    ]
    faults += [
        Blocker("Shorten this to 200 characters.", name)
        for name in _TEXTS
        if len(getattr(terms, name)) > LONGEST
    ]
    if terms.from_on and terms.until_on and terms.until_on < terms.from_on:
        faults.append(Blocker("Enter an end date that is not before the start date.", "until_on"))
    return faults if given else [Blocker(_NOTHING, "child")]


def reference_start(typed: str) -> str:
    """How the references looked for begin: as they are written, "7K4-QXP".

    Capitals, spaces and hyphens are as one likes to type them.
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters if len(letters) <= _HALF else f"{letters[:_HALF]}-{letters[_HALF:]}"


_HALF = 3
