"""How old the set is (spec/feed.md §6)."""

from __future__ import annotations

import threading
import time
from collections import deque

from .position import Position

BEHIND_SECONDS = 30


def now() -> float:
    """Seconds, by a clock that keeps running while the machine sleeps where there is one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Freshness:
    """Dates the set from the moment a head was requested whose position the set has reached since. The caller holds a lock."""

    def __init__(self, max_stale: float) -> None:
        self.ready = threading.Event()
        self._max_stale = max_stale
        self._fresh_at = float("-inf")
        self._behind_since: float | None = None
        self._pending: deque[tuple[float, Position]] = deque(maxlen=256)

    def is_fresh(self) -> bool:
        """Needs no lock."""
        moment, behind = now(), self._behind_since
        if behind is not None and moment - behind >= min(BEHIND_SECONDS, self._max_stale):
            return False
        return moment - self._fresh_at <= self._max_stale

    def heard(self, sent: float, head: Position, before: Position | None, ours: Position | None) -> bool:
        """Takes a head into account. True if the set has to be loaded again.

        before: the set's position when the head was requested; ours: its position now.
        """
        if before is not None and before.is_ahead_of(head):
            self._behind_since = self._behind_since or sent
            return False
        self._behind_since = None
        if ours is not None and not head.same_history(ours):
            return True
        if ours is not None and head.seq == ours.seq and head.digest != ours.digest:
            return True
        if ours is not None and ours.has_applied(head):
            self._confirm(sent)
        else:
            self._pending.append((sent, head))
        return False

    def applied(self, position: Position) -> None:
        """The set has reached this position."""
        while self._pending and position.has_applied(self._pending[0][1]):
            self._confirm(self._pending.popleft()[0])

    def _confirm(self, moment: float) -> None:
        self._fresh_at = max(self._fresh_at, moment)
        self.ready.set()
