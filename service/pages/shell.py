"""What surrounds every page: who is here, where they can go, what they were just told."""

from dataclasses import dataclass
from typing import Literal

MARKING = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A place in the service navigation; at most six (design: Pages, Look)."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Told once, above the page: what was done, or what needs attention."""

    text: str
    kind: Literal["success", "information"] = "information"


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame around a page. Empty `person` means nobody is signed in: no navigation then."""

    partnership: str = ""
    person: str = ""
    agency: str = ""
    csrf_token: str = ""
    navigation: tuple[NavigationItem, ...] = ()
    notices: tuple[Notice, ...] = ()
    marking: str = MARKING
    sign_out: str = "/sign-out"
