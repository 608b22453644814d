"""The public feed as files (spec/feed.md §8)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from .events import Fields, read_events
from .freshness import now
from .position import FeedError, Position
from .record import read_object
from .request import Answered, read_whole

POINTER = "/feed/pointer.json"
IDLE_SECONDS = 15
MOST_POINTER = 4096
MOST_SEGMENT = 16 * 2**20
AHEAD_SECONDS = 10
# A file that is gone: the pointer that named it is old, or the chain of segments is broken.
GONE = frozenset({401, 403, 404, 410})


@dataclass(frozen=True, slots=True)
class Pointer:
    """segment: where the one starts that holds the first change after the snapshot. Times are in seconds."""

    position: Position
    snapshot: Position
    segment: Position
    at: float
    every: float

    @staticmethod
    def parse(data: bytes, issuer: str) -> Pointer:
        given = read_object(data.decode("utf-8", "replace"))
        at, every, snapshot = given.get("at"), given.get("every"), given.get("snapshot")
        if given.get("static") != 1 or given.get("feed") != "public" or not isinstance(snapshot, dict):
            raise FeedError("not a pointer of a static feed")
        if given.get("issuer") != issuer:
            raise FeedError(f"the static feed's issuer is {given.get('issuer')!r}")
        if type(at) is not int or at < 0 or type(every) not in (int, float) or not 1 <= every <= 60:
            raise FeedError("malformed pointer")
        position, start, segment = (
            Position.parse(str(text)) for text in (given.get("position"), snapshot.get("position"), snapshot.get("from"))
        )
        return Pointer(position, start, segment, at / 1000, every)


class PointerClock:
    """Dates pointers by this machine's clock, never later than they can have been written."""

    def __init__(self) -> None:
        self._least = float("inf")

    def time_of(self, at: float, up: float, wall: float) -> float:
        """up, wall: both clocks when the pointer was requested."""
        if at - time.time() > AHEAD_SECONDS:
            raise FeedError("the pointer is from the future: synchronize the clocks of this machine and of the publisher")
        self._least = min(self._least, up - at)
        return min(up - (wall - at), at + self._least)


class StaticFeed:
    def __init__(self, issuer: str, address: str, max_stale: float) -> None:
        self.every = 1.0
        self._issuer, self._max_stale = issuer, max_stale
        self._folder = urlsplit(address.removesuffix("/pointer.json"))
        self._clock = PointerClock()
        self._newest = float("-inf")
        self._latest: Pointer | None = None
        self._heard = threading.Event()
        self._begin: Pointer | None = None

    def snapshot(self, most: int) -> bytes:
        pointer = self._begin = self._fetch()
        return self._file(f"/snapshots/{pointer.snapshot}.snapshot", most)

    def events(self, reached: Callable[[], Position]) -> Iterator[Fields | None]:
        """The changes after a position, as they are published."""
        while True:
            self._heard.clear()
            latest, since = self._latest, reached()
            if latest is None or since.has_applied(latest.position) or not since.same_history(latest.position):
                yield None
                self._heard.wait(1)
                continue
            yield from self._segment(since)
            if reached().seq == since.seq:
                raise FeedError("a segment has no changes")

    def head(self, ours: Position | None) -> tuple[float, Position]:
        """The pointer's position, and since when it is known."""
        up, wall = now(), time.time()
        pointer = self._fetch()
        known = self._clock.time_of(pointer.at, up, wall)
        # An old pointer from a cache says nothing about the authority.
        if pointer.at < self._newest and ours is not None and ours.is_ahead_of(pointer.position):
            raise OSError("the pointer is old")
        self._newest = max(self._newest, pointer.at)
        self.every, self._latest = min(pointer.every, 5.0), pointer
        self._heard.set()
        if up - known > self._max_stale:
            raise OSError(f"the pointer is {up - known:.0f} s old")
        return known, pointer.position

    def _segment(self, since: Position) -> Iterator[Fields]:
        begin = self._begin
        start = begin.segment if begin is not None and begin.snapshot == since else since
        data = self._file(f"/changes/{start}.events", MOST_SEGMENT)
        for fields in read_events(data.splitlines(keepends=True)):
            if fields is None:
                continue
            position = Position.parse(fields["id"])
            # A segment may begin before the snapshot.
            if not position.same_history(since) or position.seq > since.seq:
                yield fields

    def _fetch(self) -> Pointer:
        seconds = min(5.0, self._max_stale)
        return Pointer.parse(read_whole(self._folder, "/pointer.json", seconds, MOST_POINTER, fresh=True), self._issuer)

    def _file(self, name: str, most: int) -> bytes:
        try:
            return read_whole(self._folder, name, IDLE_SECONDS, most)
        except Answered as error:
            if error.status not in GONE:
                raise
            raise FeedError(f"the static feed doesn't have {name}") from error
