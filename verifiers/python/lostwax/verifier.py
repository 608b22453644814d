"""Checks keys against the set."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .follower import Follower
from .record import Record
from .refusals import diagnose
from .static_feed import POINTER

_STATUS = {"set_stale": 503, "insufficient_scope": 403}
_OWN = frozenset({"iss", "sub", "aud", "iat", "jti", "exp", "scope"})


class KeyRefused(Exception):
    """`code` is one of spec/errors.md, `status` the HTTP status to answer with. The message never contains the key."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.status = _STATUS.get(code, 401)


@dataclass(frozen=True, slots=True)
class Key:
    """An accepted key. `claims` are the producer's own; `exp` is in seconds since the Unix epoch."""

    id: str
    customer: str
    audience: str
    scopes: frozenset[str]
    claims: Mapping[str, Any]
    exp: int | None


class Verifier:
    """Follows the feed of one workspace from background threads; every method may be called from any thread.

    Create it after a server has forked: threads don't survive a fork.

    issuer: `<origin>/<workspace>`, exactly as in the `iss` of the keys.
    feed_key: an administrator key with `feed:read`, for the full feed: opaque and shared-signed keys. None: signed keys only.
    audience: the `aud` that keys must have; None accepts any of the workspace.
    max_stale: 1 to 86,400 seconds without the authority after which every key is refused with `set_stale`.
    address: where to fetch the feed, if not at the issuer: `<origin>/<workspace>`, or the pointer of a static feed,
        `https://cdn.example.com/<workspace>/feed/pointer.json`. `http:` only from this machine, unless `allow_http`.
    cached_keys: the most keys whose parsed claims are kept.
    """

    def __init__(
        self,
        issuer: str,
        *,
        feed_key: str | None = None,
        audience: str | None = None,
        max_stale: float = 300,
        address: str | None = None,
        allow_http: bool = False,
        cached_keys: int = 16_384,
        max_snapshot_bytes: int = 4 * 2**30,
    ) -> None:
        url = urlsplit(address or issuer)
        if url.scheme not in ("http", "https") or not url.hostname or url.path.count("/") < 1:
            raise ValueError("issuer must be <origin>/<workspace>, such as https://keys.example.com/acme")
        if url.scheme == "http" and not allow_http and url.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("the feed must be fetched over https: whoever is on the path could add keys")
        if feed_key is not None and url.path.endswith(POINTER):
            raise ValueError("the full feed is never published as files: leave out feed_key, or follow the authority")
        if not 1 <= max_stale <= 86_400 or cached_keys < 1:
            raise ValueError("max_stale must be 1 to 86,400 seconds, cached_keys at least 1")
        self._slug = issuer.rsplit("/", 1)[1]
        self._audience, self._issuer = audience, issuer
        self._cached: dict[bytes, tuple[Record | None, Key]] = {}
        self._most_cached = cached_keys
        self._follower = Follower(issuer, address or issuer, feed_key, max_stale, max_snapshot_bytes)

    def wait_until_ready(self, timeout: float | None = None) -> bool:
        """Waits for the first confirmed set. False if `timeout` seconds pass first."""
        return self._follower.freshness.ready.wait(timeout)

    def check(self, credential: str | None, scopes: Iterable[str] = ()) -> Key:
        """Returns the key if it is valid now and has all `scopes`. Raises KeyRefused otherwise."""
        if not credential:
            raise KeyRefused("key_missing")
        pins = self._follower.set
        if pins is None or not self._follower.freshness.is_fresh():
            raise KeyRefused("set_stale")
        if len(credential) > 4096 or not credential.isascii():
            raise KeyRefused("token_malformed")
        pin = hashlib.sha256(credential.encode()).digest()
        held, record = pins.find(pin)
        if not held:
            self._cached.pop(pin, None)
            raise KeyRefused(diagnose(credential, self._issuer))
        cached = self._cached.get(pin)
        key = cached[1] if cached is not None and cached[0] is record else self._read(credential, pin, record)
        if key.exp is not None and key.exp <= time.time():
            raise KeyRefused("key_expired")
        if self._audience is not None and key.audience != self._audience:
            raise KeyRefused("audience_mismatch")
        if scopes and not key.scopes.issuperset(scopes):
            raise KeyRefused("insufficient_scope")
        return key

    def close(self) -> None:
        """Stops following. The set goes stale after `max_stale` seconds."""
        self._follower.close()

    def _read(self, credential: str, pin: bytes, record: Record | None) -> Key:
        key = self._of_token(credential) if record is None else self._of_record(record)
        if len(self._cached) >= self._most_cached:
            self._cached.clear()
        self._cached[pin] = (record, key)
        return key

    def _of_record(self, record: Record) -> Key:
        return Key(
            id=record["kid"],
            customer=record["customer"],
            audience=record.get("aud", self._slug),
            scopes=frozenset(record["scopes"]),
            claims=record["claims"],
            exp=record.get("exp"),
        )

    def _of_token(self, token: str) -> Key:
        try:
            payload = token.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            return Key(
                id=claims["jti"],
                customer=claims["sub"],
                audience=claims["aud"],
                scopes=frozenset(claims["scope"].split(" ")) if "scope" in claims else frozenset(),
                claims={name: value for name, value in claims.items() if name not in _OWN},
                exp=claims.get("exp"),
            )
        except (IndexError, KeyError, ValueError, TypeError, AttributeError) as error:
            # Another text has the same beginning of its pin.
            raise KeyRefused("key_unknown") from error
