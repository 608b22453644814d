"""The set of valid keys, and its changes (spec/feed.md §4)."""

from __future__ import annotations

import zlib

from .position import SHORT, FeedError, Position, decode
from .record import Record, digest_of, read_record


class PinSet:
    """The valid keys at one position. The public feed has 16-byte pins without records, the full one 32-byte pins with records."""

    def __init__(self, position: Position, full: bool) -> None:
        self.position = position
        self.full = full
        self.pins: dict[bytes, Record] | set[bytes] = {} if full else set()

    def find(self, pin: bytes) -> tuple[bool, Record | None]:
        """Whether the set holds this pin of 32 bytes, and its record, if it has one."""
        if isinstance(self.pins, set):
            return pin[:SHORT] in self.pins, None
        record = self.pins.get(pin)
        return record is not None, record

    def add(self, pin: bytes, record: Record | None) -> None:
        """Does nothing for a pin that is in the set."""
        if isinstance(self.pins, set):
            self.pins.add(pin)
        elif record is not None:
            self.pins.setdefault(pin, record)

    def change(self, event: str, data: str, check: str | None, position: Position) -> None:
        """Applies the change after the current position, or raises FeedError and changes nothing."""
        if not position.same_history(self.position) or position.seq != self.position.seq + 1:
            raise FeedError("a change is missing")
        if event == "other":
            # It can be a change of a key whose record is damaged: only the authority knows the digest after it.
            self.position = position
            return
        if event not in ("add", "remove"):
            raise FeedError("unknown event")
        entry = self._read(data, check, event == "add")
        # An entry counts in the digest even if it changes nothing: the add that a remove undoes may have been left out.
        effect = 0 if entry is None else digest_of(*entry)
        if self.position.digest ^ effect != position.digest:
            raise FeedError("the digest differs")
        if entry is not None and event == "add":
            self.add(*entry)
        elif entry is not None:
            self._drop(entry[0])
        self.position = position

    def _drop(self, pin: bytes) -> None:
        if isinstance(self.pins, set):
            self.pins.discard(pin)
        else:
            self.pins.pop(pin, None)

    def _read(self, data: str, check: str | None, enters: bool) -> tuple[bytes, Record | None] | None:
        if not self.full:
            return decode(data, SHORT), None
        if check is None or f"{zlib.crc32(data.encode()):08x}" != check:
            raise FeedError("the record's checksum differs")
        return read_record(data, enters)
