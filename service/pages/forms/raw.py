"""The fields as they came, whatever carried them: a multidict, a plain mapping, or nothing."""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from service.pages.forms.cleaning import clean, has_hidden_characters


@runtime_checkable
class Multidict(Protocol):
    """What Litestar's FormMultiDict offers and we use."""

    def keys(self) -> Iterable[str]:
        """Names, repeated or not."""

    def getall(self, key: str, default: list[object], /) -> list[object]:
        """Every value sent under one name."""


class RawFields:
    """Every value of every field, as text; uploaded files and other objects are left out."""

    def __init__(self, data: Multidict | Mapping[str, object] | None) -> None:
        self._fields: dict[str, list[str]] = {}
        if data is None:
            return
        for name in dict.fromkeys(data.keys()):
            self._fields[name] = [item for item in _items(data, name) if isinstance(item, str)]

    def all(self, name: str) -> list[str]:
        """As typed; empty when the field was not sent."""
        return self._fields.get(name, [])

    def first(self, name: str) -> str:
        """As typed; "" when the field was not sent."""
        return next(iter(self.all(name)), "")

    def names(self) -> Iterable[str]:
        """Every field that was sent, in the order in which it came."""
        return self._fields.keys()

    def shown(self, name: str) -> list[str]:
        """What to put back into the inputs: as typed, less only what cannot be seen."""
        return [clean(text) if has_hidden_characters(text) else text for text in self.all(name)]


def _items(data: Multidict | Mapping[str, object], name: str) -> list[object]:
    if isinstance(data, Multidict):
        return data.getall(name, [])
    value = data[name]
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
