"""Keeps a PinSet equal to the authority's (spec/feed.md §4)."""

from __future__ import annotations

import http.client
import logging
import random
import threading
from contextlib import closing

from .freshness import Freshness
from .live_feed import LiveFeed
from .pins import PinSet
from .position import FeedError, Position
from .snapshot import read_snapshot
from .static_feed import POINTER, StaticFeed

logger = logging.getLogger("lostwax")


class Follower:
    def __init__(self, issuer: str, address: str, feed_key: str | None, max_stale: float, max_bytes: int) -> None:
        self.set: PinSet | None = None
        self.freshness = Freshness(max_stale)
        self._issuer, self._full = issuer, feed_key is not None
        self._source = (
            StaticFeed(issuer, address, max_stale)
            if address.endswith(POINTER)
            else LiveFeed(issuer, address, feed_key, max_stale)
        )
        self._max_stale, self._max_bytes = max_stale, max_bytes
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._reload = False
        for work in (self._follow, self._watch):
            threading.Thread(target=work, name=f"lostwax{work.__name__}", daemon=True).start()

    def close(self) -> None:
        self._closed.set()

    # The changes

    def _follow(self) -> None:
        wait, working = 0.1, None
        while not self._closed.is_set():
            try:
                if working is None or self._reload:
                    self._reload = False
                    working = self._load()
                    self._adopt(working)
                for _ in self._changes(working):
                    wait = 0.1
            except FeedError as error:
                # It can't be told which side is wrong, so the next set comes from a snapshot.
                logger.warning("The feed of %s can't be followed: %s", self._issuer, error)
                working = None
            except (OSError, http.client.HTTPException) as error:
                logger.info("The feed of %s broke off: %s", self._issuer, error)
            self._closed.wait(wait * random.uniform(0.5, 1))
            wait = min(wait * 2, 5.0)

    def _load(self) -> PinSet:
        return read_snapshot(self._source.snapshot(self._max_bytes), self._issuer, self._full)

    def _changes(self, working: PinSet):  # type: ignore[no-untyped-def]
        with closing(self._source.events(lambda: working.position)) as events:
            for fields in events:
                if self._closed.is_set() or self._reload:
                    return
                if fields is not None:
                    position = Position.parse(fields["id"])
                    with self._lock:
                        working.change(fields.get("event", ""), fields.get("data", ""), fields.get("check"), position)
                    self._adopt(working)
                yield

    def _adopt(self, working: PinSet) -> None:
        """Answers from this set from now on, unless that would go back."""
        with self._lock:
            current = self.set
            if current is not None and current is not working:
                ours, theirs = current.position, working.position
                if ours.same_history(theirs):
                    if theirs.seq < ours.seq:
                        return
                elif theirs.epoch <= ours.epoch:
                    raise FeedError("the authority has an older copy of its history")
            self.set = working
            self.freshness.applied(working.position)

    # The head

    def _watch(self) -> None:
        while not self._closed.is_set():
            try:
                self._ask_head()
            except (FeedError, OSError, ValueError, http.client.HTTPException) as error:
                logger.info("The head of %s can't be read: %s", self._issuer, error)
            # Until the first set is there, ask often: it counts only once a head confirms it.
            self._closed.wait(min(self._source.every, self._max_stale / 3) if self.freshness.ready.is_set() else 0.2)

    def _ask_head(self) -> None:
        before = self.set.position if self.set else None
        known, position = self._source.head(before)
        with self._lock:
            ours = self.set.position if self.set else None
            if self.freshness.heard(known, position, before, ours):
                self._reload = True
