"""Keeps a PinSet equal to the authority's (spec/feed.md §4)."""

from __future__ import annotations

import http.client
import json
import logging
import random
import threading
from urllib.parse import quote, urlsplit

from .freshness import Freshness, now
from .pins import PinSet
from .position import FeedError, Position
from .request import get
from .snapshot import read_snapshot

logger = logging.getLogger("lostwax")
IDLE_SECONDS = 15
MOST_LINE = 66_560


class Follower:
    def __init__(self, issuer: str, address: str, feed_key: str | None, max_stale: float, max_bytes: int) -> None:
        self.set: PinSet | None = None
        self.freshness = Freshness(max_stale)
        self._issuer, self._url = issuer, urlsplit(address)
        self._full, self._key = feed_key is not None, feed_key
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
        connection, answer = get(self._url, "/feed/full/snapshot" if self._full else "/feed/snapshot", IDLE_SECONDS, self._key)
        try:
            if answer.status != 200:
                raise FeedError(f"the snapshot was answered {answer.status}")
            data = answer.read(self._max_bytes + 1)
        finally:
            connection.close()
        if len(data) > self._max_bytes:
            raise FeedError("the snapshot is larger than max_snapshot_bytes")
        return read_snapshot(data, self._issuer, self._full)

    def _changes(self, working: PinSet):  # type: ignore[no-untyped-def]
        path = f"/feed{'/full' if self._full else ''}?since={quote(str(working.position))}"
        connection, answer = get(self._url, path, IDLE_SECONDS, self._key)
        try:
            if answer.status == 410:
                raise FeedError("the changes are no longer kept")
            if answer.status != 200:
                raise OSError(f"answered {answer.status}")
            fields: dict[str, str] = {}
            while not self._closed.is_set() and not self._reload:
                line = answer.readline(MOST_LINE + 1)
                if not line.endswith(b"\n"):
                    raise OSError("the stream ended")
                text = line.decode("utf-8", "strict").rstrip("\r\n")
                if text.startswith(":"):
                    yield
                elif text:
                    name, _, value = text.partition(":")
                    fields[name] = value.removeprefix(" ")
                elif "id" in fields:
                    position = Position.parse(fields["id"])
                    with self._lock:
                        working.change(fields.get("event", ""), fields.get("data", ""), fields.get("check"), position)
                    fields = {}
                    self._adopt(working)
                    yield
        except UnicodeDecodeError as error:
            raise FeedError("not UTF-8") from error
        finally:
            connection.close()

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
            self._closed.wait(min(5.0, self._max_stale / 3) if self.freshness.ready.is_set() else 0.2)

    def _ask_head(self) -> None:
        sent, before = now(), self.set.position if self.set else None
        connection, answer = get(self._url, "/feed/head", min(5.0, self._max_stale))
        try:
            if answer.status != 200:
                raise OSError(f"answered {answer.status}")
            head = json.loads(answer.read(4097))
        finally:
            connection.close()
        if head["issuer"] != self._issuer:
            raise FeedError(f"the authority's issuer is {head['issuer']!r}")
        position = Position.parse(head["position"])
        with self._lock:
            ours = self.set.position if self.set else None
            if self.freshness.heard(sent, position, before, ours):
                self._reload = True
