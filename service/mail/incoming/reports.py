"""What a mail server says of a message of ours: by RFC 3464, or in its own way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.mail.incoming.structure import Part, inside, parts_of, text_of

_CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b", re.ASCII)
_REPLY = re.compile(r"\b(5\d\d)[ -]", re.ASCII)
_LATE = re.compile(r"\b(delay|delayed|warning|still being retried|deferred)\b", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_LONGEST_ID = 200
_READ = 8000
_MOST_BLOCKS = 50


@dataclass(frozen=True, slots=True)
class Report:
    """`code` is the enhanced status or ""; `failed`: the server has given the message up.

    `message_id` is what the report says it is about, "" where it does not.
    """

    code: str
    failed: bool
    message_id: str = ""


def status_report(message: Part) -> Report | None:
    """The standard's report on deliveries; `None`: the message is none.

    A report on several recipients, which none of ours has, counts as failed if one of them did.
    """
    blocks = _blocks(message, "message/delivery-status")
    reports = [_report(block) for block in blocks if block["Action"] or block["Status"]]
    failed = [report for report in reports if report.failed]
    if not reports:
        return None
    return replace((failed or reports)[0], message_id=_message_id(message))


def is_read_receipt(message: Part) -> bool:
    """Whether a mail program says that our message was shown, deleted or the like."""
    return bool(_blocks(message, "message/disposition-notification")) or any(
        part.get_content_type() == "message/disposition-notification" for part in _top(message)
    )


def own_words(message: Part) -> Report:
    """Of a server that keeps to no standard: it failed unless it says that it goes on trying."""
    subject = str(message["Subject"] or "")[:_READ]
    text = next((text_of(part)[:_READ] for part in parts_of(message)), "")
    found = _CODE.search(text)
    late = bool(_LATE.search(subject)) or (found is not None and found[1] == "4")
    code = found[0] if found else ("5.0.0" if _REPLY.search(text) else "")
    return Report(code, failed=not late)


def _report(block: Part) -> Report:
    action = str(block["Action"] or "").partition(";")[0].strip().lower()
    found = _CODE.search(str(block["Status"] or "")[:_READ])
    code = found[0] if found else ""
    return Report(code, failed=action == "failed" if action else code.startswith("5"))


def _message_id(message: Part) -> str:
    """Of the message that is returned, whole or its header."""
    returned = [one for part in _top(message) if _is_rfc822(part) for one in inside(part)]
    headers = [
        text_of(part)[:_READ]
        for part in _top(message)
        if part.get_content_type() == "text/rfc822-headers"
    ]
    given = [str(one["Message-ID"] or "") for one in returned]
    given += [match[1] for text in headers if (match := _MESSAGE_ID.search(text))]
    return next((one.strip()[:_LONGEST_ID] for one in given if one), "")


def _is_rfc822(part: Part) -> bool:
    return part.get_content_type() in {"message/rfc822", "message/global"}


def _blocks(message: Part, kind: str) -> list[Part]:
    return [
        block for part in _top(message) if part.get_content_type() == kind for block in inside(part)
    ]


def _top(message: Part) -> Iterator[Part]:
    """The message and its parts, but not theirs: what is returned to us is not the report."""
    yield message
    if message.get_content_maintype() == "multipart":
        yield from inside(message)
