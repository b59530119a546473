"""Whether an applied answer was earned: slow, by Python's own mail parser and a plain eye.

It says what must hold at least, in other words and by other means than the service does.
"""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from tests.mail.incoming.endless import Invited, Posted

_FORBIDDEN = re.compile(r"^(RRULE|RDATE|EXRULE|EXDATE|RECURRENCE-ID)[;:]", re.MULTILINE)
_ZONE = re.compile(r"^BEGIN:VTIMEZONE\s*$.*?^END:VTIMEZONE\s*$", re.MULTILINE | re.DOTALL)
"""The rules of a zone say nothing of the event."""
_STATUS = re.compile(r'PARTSTAT="?([A-Za-z-]+)', re.IGNORECASE)


def is_earned(mail: Posted, invited: Invited, answer: str) -> bool:
    """Whether a careful person would say that the invited person gave that answer."""
    message = message_from_bytes(mail.raw, policy=compat32)
    froms = [str(one) for one in message.get_all("From", [])]
    if mail.confirmed != invited.domain or len(froms) != 1 or froms[0].count("@") > 2:
        return False
    if not re.search(rf"@{re.escape(invited.domain)}\b", froms[0], re.IGNORECASE):
        return False
    own = invited.email.lower() in froms[0].lower()
    return any(_says(text, invited, answer, own=own) for text in _calendars(message))


def _calendars(message: "Message[str, str]") -> list[str]:
    found = []
    for part in message.walk():
        content = part.get_payload(decode=True) if not part.is_multipart() else None
        if isinstance(content, bytes):
            found += [content.decode(code, "replace") for code in ("utf-8", "latin-1", "utf-16")]
    return [re.sub(r"\n[ \t]", "", re.sub(r"\r\n?", "\n", text)) for text in found]


def _says(text: str, invited: Invited, answer: str, *, own: bool) -> bool:
    text = _ZONE.sub("", text.replace("\0", "").upper())
    lines = [line.strip() for line in text.split("\n")]
    attendees = [line for line in lines if re.match(r"ATTENDEE[;:]", line)]
    return (
        len(text.encode()) <= 70_000
        and lines.count("BEGIN:VEVENT") == 1
        and not _FORBIDDEN.search(text)
        and f"UID:{invited.uid.upper()}" in lines
        and (f"SEQUENCE:{invited.sequence}" in lines or invited.sequence == 0)
        and not any(line.startswith("METHOD:") and line != "METHOD:REPLY" for line in lines)
        and len(attendees) == 1
        and "TO-ALL-PROPOSED" not in attendees[0]
        and "DELEGATED" not in attendees[0]
        and [found.lower() for found in _STATUS.findall(attendees[0])] == [answer]
        and (own or invited.email.upper() in attendees[0])
    )
