"""Names the likeliest mistake in a text that has already been refused. Never decides whether a key is accepted."""

from __future__ import annotations

import base64
import json
import re
import zlib

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KEY_ID = re.compile(r"([a-z][a-z0-9_]{1,15}_[0-9a-f]{2}_[0-9A-Za-z]{16})([0-9A-Za-z]{6})", re.ASCII)
_OPAQUE = re.compile(r"([a-z][a-z0-9_]{1,15}_[0-9A-Za-z]{43})([0-9A-Za-z]{6})", re.ASCII)
_HEADER = re.compile(r'\{"kid":"([^"\\]*)","alg":"(ES256|RS256|EdDSA)","typ":"JWT"\}', re.ASCII)
_SIGNATURE = {"ES256": 86, "EdDSA": 86, "RS256": 342}


def diagnose(credential: str, issuer: str) -> str:
    """A code of spec/errors.md. A payload's spelling is not examined: such a key is `key_unknown`."""
    opaque = _OPAQUE.fullmatch(credential)
    if opaque:
        return "key_unknown" if check_of(opaque[1]) == opaque[2] else "key_id_malformed"
    parts = credential.split(".")
    header = _HEADER.fullmatch(_text(parts[0]))
    if header is None or len(parts) > 3:
        return "token_malformed"
    kid = _KEY_ID.fullmatch(header[1])
    if kid is None or check_of(kid[1]) != kid[2]:
        return "key_id_malformed"
    if len(parts) < 3 or len(parts[2]) < _SIGNATURE[header[2]]:
        return "token_truncated"
    if len(parts[2]) > _SIGNATURE[header[2]]:
        return "token_malformed"
    try:
        claims = json.loads(_text(parts[1]))
        return "key_unknown" if claims["iss"] == issuer else "issuer_unknown"
    except (ValueError, KeyError, TypeError, RecursionError):
        return "token_malformed"


def check_of(text: str) -> str:
    """The six characters that end a key ID or an opaque key (spec/token.md §3)."""
    rest, digits = zlib.crc32(text.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = _DIGITS[digit] + digits
    return digits


def _text(part: str) -> str:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode()
    except ValueError:
        return ""
