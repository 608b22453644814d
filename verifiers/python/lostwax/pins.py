"""Positions, snapshots and changes of the feed (spec/feed.md §1, §3 and §4)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAGIC = b"LWXSNAP2"
SHORT = 16
MOST_ENTRY_BYTES = 65_536
METHODS = frozenset({"signed", "opaque", "shared-signed"})
_POSITION = re.compile(r"([0-9a-f]{16})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.([A-Za-z0-9_-]{22})", re.ASCII)

Record = dict[str, Any]


class FeedError(Exception):
    """The feed's answer can't be used; the set stays as it is."""


def decode(text: str, size: int) -> bytes:
    """Reads base64url without padding. Raises FeedError unless it is `size` bytes in their one spelling."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise FeedError("not base64url") from error
    if len(data) != size or base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise FeedError("not base64url of the expected length")
    return data


@dataclass(frozen=True, slots=True)
class Position:
    lineage: str
    epoch: int
    seq: int
    digest: int

    @staticmethod
    def parse(text: str) -> Position:
        match = _POSITION.fullmatch(text)
        if match is None:
            raise FeedError("malformed position")
        lineage, epoch, seq, digest = match.groups()
        return Position(lineage, int(epoch), int(seq), int.from_bytes(decode(digest, SHORT), "big"))

    def __str__(self) -> str:
        digest = base64.urlsafe_b64encode(self.digest.to_bytes(SHORT, "big")).rstrip(b"=").decode()
        return f"{self.lineage}.{self.epoch}.{self.seq}.{digest}"

    def same_history(self, other: Position) -> bool:
        return (self.lineage, self.epoch) == (other.lineage, other.epoch)


class PinSet:
    """The valid keys at one position. The public feed has 16-byte pins without records, the full one 32-byte pins with records."""

    def __init__(self, position: Position, full: bool) -> None:
        self.position = position
        self.full = full
        self.pins: dict[bytes, Record] | set[bytes] = {} if full else set()

    def _add(self, pin: bytes, record: Record | None) -> int:
        """Returns by what the digest changes."""
        if pin in self.pins:
            return 0
        if isinstance(self.pins, set):
            self.pins.add(pin)
            return int.from_bytes(pin, "big")
        assert record is not None
        self.pins[pin] = record
        return _digest_of(pin, record)

    def change(self, event: str, data: str, check: str | None, position: Position) -> None:
        """Applies the change after the current position, or raises FeedError and changes nothing."""
        if not position.same_history(self.position) or position.seq != self.position.seq + 1:
            raise FeedError("a change is missing")
        pin, record = b"", None
        if event in ("add", "remove"):
            pin, record = self._read(data, check)
        elif event != "other":
            raise FeedError("unknown event")
        known = event == "other" or (record is not None and record.get("method") not in METHODS)
        effect = 0
        if not known and (pin in self.pins) == (event == "remove"):
            effect = int.from_bytes(pin[:SHORT], "big") if record is None else _digest_of(pin, record)
        if self.position.digest ^ effect != position.digest:
            raise FeedError("the digest differs")
        if not known and event == "add":
            self._add(pin, record)
        elif not known and isinstance(self.pins, set):
            self.pins.discard(pin)
        elif not known and isinstance(self.pins, dict):
            self.pins.pop(pin, None)
        self.position = position

    def _read(self, data: str, check: str | None) -> tuple[bytes, Record | None]:
        if not self.full:
            return decode(data, SHORT), None
        if check is None or f"{zlib.crc32(data.encode()):08x}" != check:
            raise FeedError("the record's checksum differs")
        record = _record(data)
        return decode(str(record.get("pin")), 32), record


def read_snapshot(data: bytes, issuer: str, full: bool) -> PinSet:
    """Reads a whole snapshot, or raises FeedError."""
    if len(data) < 44 or data[:8] != MAGIC or hashlib.sha256(memoryview(data)[:-32]).digest() != data[-32:]:
        raise FeedError("not a snapshot, or damaged")
    (length,) = struct.unpack_from("<I", data, 8)
    if length > 4096 or 12 + length > len(data) - 32:
        raise FeedError("malformed snapshot header")
    header = _record(data[12 : 12 + length].decode("utf-8", "replace"))
    if header.get("issuer") != issuer:
        raise FeedError(f"the snapshot is of {header.get('issuer')!r}, not of {issuer!r}")
    body = memoryview(data)[12 + length : -32]
    if header.get("feed") != ("full" if full else "public") or header.get("bytes") != len(body):
        raise FeedError("the snapshot's header does not fit its entries")
    pins = PinSet(Position.parse(str(header.get("position"))), full)
    digest = count = 0
    for pin, record in _entries(body, full):
        count += 1
        if record is None or record.get("method") in METHODS:
            digest ^= pins._add(pin, record)
    if count != header.get("count") or (digest != pins.position.digest and header.get("leftOut") is not True):
        raise FeedError("the snapshot's entries do not add up")
    return pins


def _entries(body: memoryview, full: bool) -> Iterator[tuple[bytes, Record | None]]:
    if not full:
        if len(body) % SHORT:
            raise FeedError("the snapshot ends within an entry")
        for at in range(0, len(body), SHORT):
            yield bytes(body[at : at + SHORT]), None
        return
    at = 0
    while at < len(body):
        if at + 4 > len(body):
            raise FeedError("the snapshot ends within an entry")
        (size,) = struct.unpack_from("<I", body, at)
        at += 4 + size
        if size > MOST_ENTRY_BYTES or at > len(body):
            raise FeedError("the snapshot ends within an entry")
        record = _record(bytes(body[at - size : at]).decode("utf-8", "replace"))
        yield decode(str(record.get("pin")), 32), record


def _record(text: str) -> Record:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError("not JSON") from error
    if not isinstance(value, dict):
        raise FeedError("not a JSON object")
    return value


def _digest_of(pin: bytes, record: Record) -> int:
    return int.from_bytes(pin[:SHORT], "big") if record.get("method") == "signed" else 0
