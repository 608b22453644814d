"""An API that checks keys with PyJWT and contains no Lostwax code."""

import os
from wsgiref.simple_server import make_server

import jwt

ISSUER = os.environ.get("ISSUER", "http://localhost:7420/demo")
AUDIENCE = os.environ.get("AUDIENCE", "demo")
PORT = int(os.environ.get("PORT", "8000"))

keys = jwt.PyJWKClient(
    f"{ISSUER}/.well-known/jwks.json",
    lifespan=5,  # seconds a revoked key may still work; the default is 300
    cooldown_duration=1,  # seconds a new key may be refused; the default is 30
    timeout=2,  # other requests wait for the fetch; the default is 30
)


def check(token):
    """Returns an HTTP status and, with 200, the key's claims."""
    try:
        key = keys.get_signing_key_from_jwt(token)
        return 200, jwt.decode(token, key, algorithms=["ES256"], issuer=ISSUER, audience=AUDIENCE)
    except jwt.PyJWKClientConnectionError:
        return 503, None  # The key set couldn't be fetched, so the key can't be checked.
    except jwt.PyJWTError:
        return 401, None


def application(environ, start_response):
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    status, claims = check(token) if scheme.lower() == "bearer" else (401, None)
    if status == 200:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"hello {claims['sub']}\n".encode()]
    if status == 503:
        start_response("503 Service Unavailable", [("Retry-After", "5")])
        return [b"try again\n"]
    start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer")])
    return [b"not a valid key\n"]


if __name__ == "__main__":
    server = make_server("127.0.0.1", PORT, application)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
