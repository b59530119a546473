"""What the last days tell: servers that cannot be used, mail that waits, answers that came."""

from datetime import datetime, timedelta

import asyncpg

from service.mail.checking.findings import Finding, good, note, wrong
from service.mail.checking.judging import TNEF, stamps_of, tnef_finding
from service.mail.incoming.authentication import Trusted, is_confirmed
from service.mail.incoming.headers import header_of

LONG = timedelta(minutes=30)
RECENT = timedelta(days=7)
_MOST = 50
_SERVERS = """
select server, reason from mail_server_state where unusable_since is not null order by server
"""
_WAITING = """
select count(*) from mail_message where state in ('queued', 'attempting') and queued_at < $1
"""
_DEAD = """
select count(*) from mail_message
where state in ('failed', 'bounced') and queued_at > $1 and kind <> 'check'
"""
_ANSWERS = """
select body from incoming_mail where recipient = 'meetings' and octet_length(body) > 0
order by received_at desc limit $1
"""


async def outbox_findings(pool: asyncpg.Pool, *, now: datetime) -> list[Finding]:
    """Of mail that left or should have."""
    found = [
        wrong(
            f"The worker cannot use the {row['server']} mail server: {row['reason']}.",
            "See what is said of that server.",
        )
        for row in await pool.fetch(_SERVERS)
    ]
    waiting = await pool.fetchval(_WAITING, now - LONG)
    if waiting:
        found.append(
            wrong(
                f"Mail has waited for longer than 30 minutes: {waiting} in all.",
                "See whether the worker runs: systemctl status accord-worker.",
            )
        )
    dead = await pool.fetchval(_DEAD, now - RECENT)
    if dead:
        found.append(
            note(
                f"Mail of the last seven days that did not arrive: {dead}.",
                "An administrator sees them in Accord, and can have them sent again.",
            )
        )
    return found or [good("Nothing waits for long, and nothing came back in the last seven days.")]


async def answer_findings(pool: asyncpg.Pool, trusted: Trusted) -> list[Finding]:
    """Of the answers that came last: whether they are believed, and whether they can be read."""
    bodies = [row["body"] for row in await pool.fetch(_ANSWERS, _MOST)]
    if not bodies:
        return [note("No answer by mail is kept, so there is none to look at.")]
    wrapped = sum(TNEF.encode() in body.lower() for body in bodies)
    found = [_believed(bodies, trusted)]
    if wrapped:
        found.append(tnef_finding(f"{wrapped} of the last {len(bodies)} came as winmail.dat."))
    return found


def _believed(bodies: list[bytes], trusted: Trusted) -> Finding:
    headers = [header_of(body) for body in bodies]
    believed = sum(is_confirmed(header, trusted) for header in headers)
    told = f"{believed} of the last {len(bodies)} answers would be believed with these settings."
    if believed:
        return good(told)
    names = dict.fromkeys(stamp.called for header in headers for stamp in stamps_of(header)[:1])
    if not names:
        return note(told, "None has Authentication-Results: have your mail server write them.")
    return wrong(
        f"{told} Their topmost Authentication-Results are by {' and '.join(names)}.",
        "If one of these is your mail server, set ACCORD_RECEIVE_AUTHSERV to it; if it is set "
        "already, ACCORD_RECEIVE_HOPS may be too small.",
    )
