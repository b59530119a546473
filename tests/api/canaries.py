"""Words that are found nowhere else, each put where only certain people may read it."""

import re

CHILDREN = ("A", "B", "C")
KNOWS = {
    "chair": "JABC",
    "police": "JABC",
    "school": "JA",
    "other_school": "JB",
    "doctor": "JBC",
    "deputy": "JC",
    "conflicted": "J",
    "removed": "",
    "replaced": "",
    "stranger": "",
}
"""Who may know the joint part (J) and which child; a child's people read its whole record."""


class Canaries:
    """Words that are found nowhere else, each with those who may read it."""

    def __init__(self) -> None:
        self._readers: dict[str, set[str]] = {}

    def word(self, about: str, what: str) -> str:
        """A new word of the joint part (J), of a child or of nobody ("")."""
        made = f"Q{about or 'N'}{re.sub('[^a-z]', '', what.lower())}Q"
        assert made not in self._readers
        self._readers[made] = {one for one, knows in KNOWS.items() if about and about in knows}
        return made

    def seen_in(self, text: str) -> set[str]:
        """The words that a text holds."""
        lowered = text.lower()
        return {word for word in self._readers if word.lower() in lowered}

    def by_reader(self) -> dict[str, set[str]]:
        """What each person may read."""
        return {
            person: {word for word, readers in self._readers.items() if person in readers}
            for person in KNOWS
        }

    @property
    def all(self) -> list[str]:
        """Every word."""
        return list(self._readers)
