"""Snapshots of the feed (spec/feed.md §3)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

from .pins import PinSet
from .position import SHORT, FeedError, Position
from .record import Record, digest_of, read_object, read_record

MAGIC = b"LWXSNAP2"
MOST_ENTRY_BYTES = 65_536


def read_snapshot(data: bytes, issuer: str, full: bool) -> PinSet:
    """Reads a whole snapshot, or raises FeedError."""
    if len(data) < 44 or data[:8] != MAGIC or hashlib.sha256(memoryview(data)[:-32]).digest() != data[-32:]:
        raise FeedError("not a snapshot, or damaged")
    (length,) = struct.unpack_from("<I", data, 8)
    if length > 4096 or 12 + length > len(data) - 32:
        raise FeedError("malformed snapshot header")
    header = read_object(data[12 : 12 + length].decode("utf-8", "replace"))
    if header.get("issuer") != issuer:
        raise FeedError(f"the snapshot is of {header.get('issuer')!r}, not of {issuer!r}")
    body = memoryview(data)[12 + length : -32]
    if header.get("feed") != ("full" if full else "public") or header.get("bytes") != len(body):
        raise FeedError("the snapshot's header does not fit its entries")
    pins = PinSet(Position.parse(str(header.get("position"))), full)
    digest = count = 0
    for entry in _entries(body, full):
        count += 1
        if entry is None:
            continue
        if entry[0] in pins.pins:
            raise FeedError("the snapshot contains a pin twice")
        pins.add(*entry)
        digest ^= digest_of(*entry)
    if count != header.get("count") or (digest != pins.position.digest and header.get("leftOut") is not True):
        raise FeedError("the snapshot's entries do not add up")
    return pins


def _entries(body: memoryview, full: bool) -> Iterator[tuple[bytes, Record | None] | None]:
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
        yield read_record(bytes(body[at - size : at]).decode("utf-8", "replace"))
