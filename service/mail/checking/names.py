"""What DNS says about our domains."""

import dns.asyncresolver
import dns.exception
import dns.rdtypes.ANY.MX
import dns.rdtypes.ANY.TXT
import dns.resolver

SECONDS = 5.0
"""For one question."""
_PORT = 53


class Unanswered(Exception):
    """No name server answered, so nothing is known."""


class NameServers:
    """Those of this machine, or the one at `address`, as in `192.0.2.1` or `192.0.2.1:5353`."""

    def __init__(self, address: str = "") -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=not address)
        if address:
            host, _, port = address.partition(":")
            self._resolver.nameservers = [host]
            self._resolver.port = int(port or _PORT)

    async def texts(self, name: str) -> list[str]:
        """TXT records; none where there is no such name. Raises `Unanswered`."""
        return [
            b"".join(record.strings).decode("utf-8", "replace")
            for record in await self._ask(name, "TXT")
            if isinstance(record, dns.rdtypes.ANY.TXT.TXT)
        ]

    async def servers(self, name: str) -> list[str]:
        """The hosts of MX records, the preferred one first; "" is said by who takes no mail."""
        records = [
            (record.preference, record.exchange.to_text(omit_final_dot=True))
            for record in await self._ask(name, "MX")
            if isinstance(record, dns.rdtypes.ANY.MX.MX)
        ]
        return [host.removesuffix(".") for _, host in sorted(records)]

    async def has_address(self, name: str) -> bool:
        """Whether the name leads to a machine."""
        return bool(await self._ask(name, "A")) or bool(await self._ask(name, "AAAA"))

    async def _ask(self, name: str, kind: str) -> list[object]:
        try:
            return list(await self._resolver.resolve(name, kind, lifetime=SECONDS, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, UnicodeError) as silent:
            raise Unanswered from silent
