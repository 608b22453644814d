"""Requires a key for every request of a WSGI application."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from .verifier import KeyRefused, Verifier

_DOUBLED = re.compile(r"bearer[\s:]", re.IGNORECASE)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class RequireKey:
    """Reads the key from `Authorization: Bearer <key>` or `X-Api-Key`. The application finds it in `environ["lostwax.key"]`."""

    def __init__(self, application: Application, verifier: Verifier, scopes: Iterable[str] = ()) -> None:
        self._application, self._verifier, self._scopes = application, verifier, tuple(scopes)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            environ["lostwax.key"] = self._verifier.check(_credential(environ), self._scopes)
        except KeyRefused as refused:
            return self._refuse(refused, start_response)
        return self._application(environ, start_response)

    def _refuse(self, refused: KeyRefused, start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
        if refused.status == 503:
            headers.append(("Retry-After", "5"))
        else:
            error = {"key_missing": "", "insufficient_scope": f', error="insufficient_scope", scope="{" ".join(self._scopes)}"'}
            headers.append(("WWW-Authenticate", 'Bearer realm="lostwax"' + error.get(refused.code, ', error="invalid_token"')))
        title = refused.code.replace("_", " ").capitalize()
        problem = {"type": f"urn:lostwax:problem:{refused.code}", "title": title, "status": refused.status, "code": refused.code}
        reasons = {401: "Unauthorized", 403: "Forbidden", 503: "Service Unavailable"}
        start_response(f"{refused.status} {reasons[refused.status]}", headers)
        return [json.dumps(problem).encode()]


def _credential(environ: dict[str, Any]) -> str | None:
    """Reads a key as every Lostwax verifier does (spec/errors.md). Authorization of another scheme may stand beside X-Api-Key."""
    mistake, key = None, environ.get("HTTP_X_API_KEY") or None
    try:
        bearer = _in_authorization(environ.get("HTTP_AUTHORIZATION") or "")
    except KeyRefused as refused:
        mistake, bearer = refused, None
    if bearer and key:
        raise KeyRefused("key_repeated")
    key = bearer or key
    if key is None:
        if mistake is not None:
            raise mistake
        return None
    # No key has a comma: these are several, joined.
    if "," in key:
        raise KeyRefused("key_repeated")
    if _DOUBLED.match(key):
        raise KeyRefused("scheme_doubled")
    return key


def _in_authorization(value: str) -> str | None:
    """The key after Bearer."""
    scheme, space, rest = value.partition(" ")
    if not value or value.lower() == "bearer":
        return None
    if not space and "\t" not in value and not value.lower().startswith("bearer:"):
        raise KeyRefused("scheme_missing")
    if not space or scheme.lower() != "bearer":
        raise KeyRefused("scheme_unknown")
    return rest.lstrip(" ") or None
