"""How fast one visitor may ask: a token bucket an address, looked at before anything else is.

Crawlers that follow every link at once bring a reading room down for everybody. Whoever asks
faster than the bucket refills is told when to come back, by a page that costs no database. The
address is the peer's; behind a proxy that is trusted (REFTEL_TRUSTED_PROXIES) the server has put
the visitor's own in its place. This machine itself is not held up: its probes, its tests, and a
proxy that nobody said is one, behind which all would be slowed down as if they were one visitor.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Receive, Scope, Send

ADDRESSES = 20_000  # remembered at most; the longest silent are forgotten, and begin anew
BURST_SECONDS = 20  # of asking at the allowed rate that may come all at once
FREE = ("/static/", "/healthz", "/readyz", "/robots.txt")

Slowed = Callable[[Scope, Receive, Send, int], Awaitable[None]]


class Buckets:
    """How many requests each address has left; safe for one thread, the event loop's."""

    def __init__(
        self, rate: float, *, addresses: int = ADDRESSES, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate = rate  # tokens a second
        self.size = rate * BURST_SECONDS
        self._addresses = addresses
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, when

    def take(self, address: str) -> int:
        """Take one token.

        Returns:
            0 where there was one, else the seconds until there is.
        """
        now = self._now()
        left, at = self._left.pop(address, (self.size, now))
        left = min(self.size, left + (now - at) * self.rate)
        wait = 0 if left >= 1 else math.ceil((1 - left) / self.rate)
        self._left[address] = (left if wait else left - 1, now)
        if len(self._left) > self._addresses:
            self._left.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._left)


class Pace:
    """Slows down whoever asks too fast."""

    def __init__(self, app: ASGIApp, *, rate: float, slowed: Slowed) -> None:
        self.app = app
        self._buckets = Buckets(rate) if rate else None
        self._slowed = slowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._wait(scope) if scope["type"] == "http" else 0
        if wait:
            await self._slowed(scope, receive, send, wait)
        else:
            await self.app(scope, receive, send)

    def _wait(self, scope: Scope) -> int:
        asker = visitor(scope["client"][0] if scope.get("client") else "")
        if not asker or scope["path"].startswith(FREE) or self._buckets is None:
            return 0
        return self._buckets.take(asker)


def visitor(peer: str) -> str:
    """Whose bucket a peer's address is; empty for this machine, and for what is no address.

    One household or provider hands out a whole /64 of IPv6: that is one visitor.

    >>> visitor("203.0.113.9"), visitor("2001:db8::1:2:3:4"), visitor("::ffff:203.0.113.9")
    ('203.0.113.9', '2001:db8::/64', '203.0.113.9')
    >>> visitor("127.0.0.1"), visitor("unix:")
    ('', '')
    """
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
    return str(address)
