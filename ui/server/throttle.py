"""How often a password may be wrong: after a few failures for one key (a name, an address) the next try has to wait."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(eq=False)
class Throttle:
    """Counts failed tries by key within a sliding window, in bounded memory; one at a time counts, any may look."""

    tries: int = 5
    seconds: float = 300.0
    most: int = 10_000
    clock: Callable[[], float] = time.monotonic
    _held: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def wait(self, key: str) -> float:
        """Seconds until another try is allowed; 0.0 if it is now."""
        times = self._held.get(key)
        if times is None or len(times) < self.tries:
            return 0.0
        return max(0.0, times[0] + self.seconds - self.clock())

    def count(self, key: str) -> None:
        """Counts a try that failed."""
        self._held.setdefault(key, deque(maxlen=self.tries)).append(self.clock())
        self._held.move_to_end(key)
        while len(self._held) > self.most:
            self._held.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forgets all tries of a key."""
        self._held.pop(key, None)


def network_of(address: str) -> str:
    """The key of an address: itself, or the /64 network of an IPv6 address, because one machine has 2**64 addresses there."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)
