"""Calendar programs that are not ours, and what each of them reads in a calendar object.

Three that share no code: libical (Thunderbird's and Evolution's), ical.js (Nextcloud's) and
vobject (CalDAV servers').
"""

from collections.abc import Callable, Sequence

from tests.calendar.oracles import ical_js, libical, python_vobject
from tests.calendar.oracles.reading import EventRead, Read

Oracle = Callable[[Sequence[bytes]], list[Read]]
ORACLES: dict[str, Oracle] = {
    "libical": libical.read,
    "ical.js": ical_js.read,
    "vobject": python_vobject.read,
}
__all__ = ["ORACLES", "EventRead", "Oracle", "Read"]
