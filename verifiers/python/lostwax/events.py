"""Events of a feed in their text (spec/feed.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .position import FeedError

MOST_LINE = 66_560

Fields = dict[str, str]


def read_events(lines: Iterable[bytes]) -> Iterator[Fields | None]:
    """Yields the fields of each event, and None for each comment. Every line must have its end."""
    fields: Fields = {}
    for line in lines:
        if len(line) > MOST_LINE or not line.endswith(b"\n"):
            raise OSError("the stream ended")
        try:
            text = line.decode("utf-8", "strict").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise FeedError("not UTF-8") from error
        if text.startswith(":"):
            yield None
        elif text:
            name, _, value = text.partition(":")
            fields[name] = value.removeprefix(" ")
        elif "id" in fields:
            yield fields
            fields = {}
