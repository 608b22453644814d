"""Entries of the full feed (spec/feed.md §5)."""

from __future__ import annotations

import json
from typing import Any

from .position import SHORT, FeedError, decode

METHODS = frozenset({"signed", "opaque", "shared-signed"})

Record = dict[str, Any]


def read_object(text: str) -> Record:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError("not JSON") from error
    if not isinstance(value, dict):
        raise FeedError("not a JSON object")
    return value


def read_record(text: str) -> tuple[bytes, Record]:
    """Returns the pin and the record."""
    record = read_object(text)
    return decode(str(record.get("pin")), 32), record


def digest_of(pin: bytes, record: Record | None) -> int:
    """By what a pin changes the digest when it comes or goes."""
    return int.from_bytes(pin[:SHORT], "big") if record is None or record.get("method") == "signed" else 0
