"""Requests to the authority."""

from __future__ import annotations

import http.client
from urllib.parse import SplitResult


def get(url: SplitResult, path: str, timeout: float, key: str | None = None) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """Sends a GET. The caller reads the response and closes the connection."""
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=timeout)
    try:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        connection.request("GET", url.path + path, headers=headers)
        return connection, connection.getresponse()
    except BaseException:
        connection.close()
        raise
