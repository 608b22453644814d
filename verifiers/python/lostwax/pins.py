"""The set of valid keys, and its changes (spec/feed.md §4)."""

from __future__ import annotations

import zlib

from .position import SHORT, FeedError, Position, decode
from .record import METHODS, Record, digest_of, read_record


class PinSet:
    """The valid keys at one position. The public feed has 16-byte pins without records, the full one 32-byte pins with records."""

    def __init__(self, position: Position, full: bool) -> None:
        self.position = position
        self.full = full
        self.pins: dict[bytes, Record] | set[bytes] = {} if full else set()

    def add(self, pin: bytes, record: Record | None) -> int:
        """Returns by what the digest changes."""
        if pin in self.pins:
            return 0
        if isinstance(self.pins, set):
            self.pins.add(pin)
        else:
            assert record is not None
            self.pins[pin] = record
        return digest_of(pin, record)

    def change(self, event: str, data: str, check: str | None, position: Position) -> None:
        """Applies the change after the current position, or raises FeedError and changes nothing."""
        if not position.same_history(self.position) or position.seq != self.position.seq + 1:
            raise FeedError("a change is missing")
        pin, record = b"", None
        if event in ("add", "remove"):
            pin, record = self._read(data, check)
        elif event != "other":
            raise FeedError("unknown event")
        ignored = event == "other" or (record is not None and record.get("method") not in METHODS)
        effect = 0
        if not ignored and (pin in self.pins) == (event == "remove"):
            effect = digest_of(pin, record)
        if self.position.digest ^ effect != position.digest:
            raise FeedError("the digest differs")
        if not ignored and event == "add":
            self.add(pin, record)
        elif not ignored and isinstance(self.pins, set):
            self.pins.discard(pin)
        elif not ignored and isinstance(self.pins, dict):
            self.pins.pop(pin, None)
        self.position = position

    def _read(self, data: str, check: str | None) -> tuple[bytes, Record | None]:
        if not self.full:
            return decode(data, SHORT), None
        if check is None or f"{zlib.crc32(data.encode()):08x}" != check:
            raise FeedError("the record's checksum differs")
        return read_record(data)
