"""The feed of the authority itself (spec/feed.md §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

from .events import MOST_LINE, Fields, read_events
from .freshness import now
from .position import FeedError, Position
from .record import read_object
from .request import get, read_whole

IDLE_SECONDS = 15
MOST_HEAD = 4096


class LiveFeed:
    """Raises FeedError, OSError or http.client.HTTPException, as StaticFeed does."""

    every = 5.0

    def __init__(self, issuer: str, address: str, feed_key: str | None, max_stale: float) -> None:
        self._issuer, self._url = issuer, urlsplit(address)
        self._key, self._path = feed_key, "/feed" if feed_key is None else "/feed/full"
        self._head_seconds = min(5.0, max_stale)

    def snapshot(self, most: int) -> bytes:
        return read_whole(self._url, f"{self._path}/snapshot", IDLE_SECONDS, most, self._key)

    def events(self, reached: Callable[[], Position]) -> Iterator[Fields | None]:
        """The changes after a position, as they happen."""
        connection, answer = get(self._url, f"{self._path}?since={quote(str(reached()))}", IDLE_SECONDS, self._key)
        try:
            if answer.status == 410:
                raise FeedError("the changes are no longer kept")
            if answer.status != 200:
                raise OSError(f"answered {answer.status}")
            yield from read_events(iter(lambda: answer.readline(MOST_LINE + 1), None))
        finally:
            connection.close()

    def head(self, ours: Position | None) -> tuple[float, Position]:
        """The head, and since when it is known. `ours` is the position of the set."""
        sent = now()
        data = read_whole(self._url, "/feed/head", self._head_seconds, MOST_HEAD)
        head = read_object(data.decode("utf-8", "replace"))
        if head.get("issuer") != self._issuer:
            raise FeedError(f"the authority's issuer is {head.get('issuer')!r}")
        return sent, Position.parse(str(head.get("position")))
