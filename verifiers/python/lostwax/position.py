"""Positions of the feed (spec/feed.md §1)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

SHORT = 16
_POSITION = re.compile(r"([0-9a-f]{16})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.([A-Za-z0-9_-]{22})", re.ASCII)


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

    def has_applied(self, head: Position) -> bool:
        return head.same_history(self) and head.seq <= self.seq

    def is_ahead_of(self, head: Position) -> bool:
        return head.seq < self.seq if head.same_history(self) else head.epoch <= self.epoch
