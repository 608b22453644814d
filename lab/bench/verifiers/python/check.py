"""Measures one library's check of a key. Arguments: its name, and the key set as JSON. Reads milliseconds, writes the microseconds of one check."""

import json
import sys
import time
from pathlib import Path

import jwt

sys.path.insert(0, str(Path(__file__).parents[4] / "verifiers" / "python"))

from lostwax import Verifier  # noqa: E402

BATCH = 8


def lostwax(issuer, audience, **_):
    verifier = Verifier(issuer, audience=audience)
    if not verifier.wait_until_ready(120):
        raise TimeoutError("no key set")
    return lambda token: verifier.check(token).customer


def pyjwt(issuer, audience, keySetUrl, **_):
    """As its documentation shows: the client caches the key set, and finds the key in it."""
    keys = jwt.PyJWKClient(keySetUrl, lifespan=3600)

    def check(token):
        key = keys.get_signing_key_from_jwt(token)
        return jwt.decode(token, key, algorithms=["ES256"], issuer=issuer, audience=audience)["sub"]

    return check


def pyjwt_known_key(issuer, audience, keySetUrl, token, **_):
    """The least it can do: the key is at hand, and nothing is looked up."""
    key = jwt.PyJWKClient(keySetUrl).get_signing_key_from_jwt(token)
    return lambda token: jwt.decode(token, key, algorithms=["ES256"], issuer=issuer, audience=audience)["sub"]


def measure(check, token, milliseconds):
    text = token.encode()
    if check(token) != "customer-1":
        raise ValueError("another customer")
    checks, begin = 0, time.perf_counter()
    while True:
        for _ in range(BATCH):
            # A new string for each check, as on a server.
            check(text.decode())
        checks += BATCH
        seconds = time.perf_counter() - begin
        if seconds * 1_000 >= milliseconds:
            return seconds * 1_000_000 / checks


libraries = {"lostwax": lostwax, "PyJWT": pyjwt, "PyJWT, key at hand": pyjwt_known_key}
key_set = json.loads(sys.argv[2])
check = libraries[sys.argv[1]](**key_set)
for line in sys.stdin:
    print(measure(check, key_set["token"], float(line)), flush=True)
