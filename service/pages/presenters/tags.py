"""State in words, with a colour as a second sign (design: Pages, Look)."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["red", "amber", "green", "blue", "grey"]

_CLASSES: dict[Tone, str] = {
    "red": "govuk-tag--red",
    "amber": "govuk-tag--yellow",
    "green": "govuk-tag--green",
    "blue": "govuk-tag--blue",
    "grey": "govuk-tag--grey",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """Red is late or refused, amber at risk, green met or signed, blue with others, grey draft."""

    text: str
    tone: Tone

    @property
    def css_class(self) -> str:
        """The modifier of GOV.UK's tag."""
        return _CLASSES[self.tone]
