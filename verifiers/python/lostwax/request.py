"""Requests to the authority, or to where its feed is published."""

from __future__ import annotations

import http.client
from urllib.parse import SplitResult

from .position import FeedError


class Answered(OSError):
    """The answer has an unexpected status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"answered {status}")
        self.status = status


def get(
    url: SplitResult, path: str, timeout: float, key: str | None = None, fresh: bool = False
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """Sends a GET. The caller reads the response and closes the connection. fresh: asks caches not to answer."""
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=timeout)
    try:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if fresh:
            headers["Cache-Control"] = "no-cache"
        connection.request("GET", url.path + path, headers=headers)
        return connection, connection.getresponse()
    except BaseException:
        connection.close()
        raise


def read_whole(
    url: SplitResult, path: str, timeout: float, most: int, key: str | None = None, fresh: bool = False
) -> bytes:
    """The body of a 200. Raises FeedError if it has more than `most` bytes."""
    connection, answer = get(url, path, timeout, key, fresh)
    try:
        if answer.status != 200:
            raise Answered(answer.status)
        data = answer.read(most + 1)
    finally:
        connection.close()
    if len(data) > most:
        raise FeedError(f"{path} has more than {most} bytes")
    return data
