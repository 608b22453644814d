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


def read_record(text: str, enters: bool = True) -> tuple[bytes, Record] | None:
    """Returns the pin and the record; None for a method that this verifier doesn't check.

    enters: False for a key that leaves the set: its entry has fewer members.
    """
    record = read_object(text)
    method = record.get("method")
    if not isinstance(method, str):
        raise FeedError("a record has no method")
    if method not in METHODS:
        return None
    if enters and not _is_whole(record):
        raise FeedError("a record lacks a member, or has one of the wrong type")
    return decode(str(record.get("pin")), 32), record


def _is_whole(record: Record) -> bool:
    scopes, exp = record.get("scopes"), record.get("exp", 0)
    return (
        isinstance(record.get("kid"), str)
        and isinstance(record.get("customer"), str)
        and isinstance(scopes, list)
        and all(isinstance(scope, str) for scope in scopes)
        and isinstance(record.get("claims"), dict)
        and isinstance(record.get("aud", ""), str)
        and isinstance(exp, int)
    )


def digest_of(pin: bytes, record: Record | None) -> int:
    """By what a pin changes the digest when it comes or goes."""
    return int.from_bytes(pin[:SHORT], "big") if record is None or record.get("method") == "signed" else 0
