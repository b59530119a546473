"""Sends test messages and says how they fared."""

from service.mail.checking.findings import Finding, good, not_done, note, wrong
from service.mail.checking.judging import trust_finding, whole_findings
from service.mail.checking.trials import Arrival, Departure, Trials
from service.mail.incoming.authentication import Trusted


async def out_findings(trials: Trials, address: str, *, seconds: float) -> list[Finding]:
    """A test message to somebody."""
    mail_id, _ = await trials.queue(address, with_calendar=False)
    left = await trials.departure(mail_id, seconds=seconds)
    if left.state != "accepted":
        advice = "Correct the address, or ask who runs its mail server about that code."
        return [_stayed(left, seconds, advice)]
    return [
        good("The mail server has taken the test message."),
        note("Whether it arrives, only its reader sees.", "Ask them, and look at its header."),
    ]


async def loop_findings(trials: Trials, trusted: Trusted, *, seconds: float) -> list[Finding]:
    """A test message to ourselves, through the organisation's mail server."""
    address, token = await trials.address()
    mail_id, sent = await trials.queue(address, with_calendar=True)
    left = await trials.departure(mail_id, seconds=seconds)
    if left.state not in {"accepted", "bounced"}:
        advice = (
            f"Its log says why. The mail server must relay mail for {trials.identity.domain} and "
            "reach accord receive: by its port, or as the group to which its socket belongs."
        )
        return [_stayed(left, seconds, advice), not_done("The way back.")]
    found = [good("The mail server has taken the test message.")]
    came = await trials.arrival(token, mail_id, seconds=seconds)
    if came.body is None:
        after = await trials.departure(mail_id, seconds=0)
        return [*found, _lost(came, after, trials.identity.domain, seconds)]
    found += [good("It came back, and accord receive has kept it."), _address(came, token)]
    found += whole_findings(came.body, sent)
    found.append(trust_finding(came.body, trusted))
    if not came.handled:
        found.append(wrong("The worker has not read it.", "See whether it runs: accord worker."))
    return found


def _stayed(left: Departure, seconds: float, advice: str) -> Finding:
    if left.state in {"failed", "bounced"}:
        return wrong(f"The test message did not leave: {left.problem}.", advice)
    if left.problem and left.attempts:
        return wrong(f"The test message waits: {left.problem}.", advice)
    if left.problem:
        return wrong(f"The test message waits: {left.problem}.", "See what is said of the server.")
    if left.attempts:
        return wrong(
            f"The mail server has said nothing for {seconds:g} seconds.", "Look into its log."
        )
    return wrong(
        f"No worker took the test message up in {seconds:g} seconds.",
        "Start accord worker (or accord run); if it runs, see its log.",
    )


def _lost(came: Arrival, after: Departure, domain: str, seconds: float) -> Finding:
    if came.cut:
        return wrong(
            "The mail server took off the + and what follows of our address, by which Accord "
            "knows whose answer it is.",
            "In Postfix leave recipient_delimiter empty for this domain, or hand the address on "
            "as it came.",
        )
    if after.state == "bounced":
        return wrong(
            f"It came back as undeliverable: {after.problem}.",
            f"See docs/mail.md: let the mail server hand all of {domain} to accord receive.",
        )
    if came.asked_as:
        return wrong(
            "The mail server asked for the address and did not hand the message over.",
            "Look into the logs of the mail server and of accord receive for this moment.",
        )
    return wrong(
        f"It did not come back within {seconds:g} seconds.",
        f"See in the log and the queue of the mail server where mail for {domain} goes: it must "
        "be handed to accord receive (docs/mail.md).",
    )


def _address(came: Arrival, token: str) -> Finding:
    if came.asked_as == token:
        return good("Its address arrived unchanged, with what follows the +.")
    return note("A server wrote the address in small letters, which does no harm.")
