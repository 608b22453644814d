"""Answers requests whose key has the scope orders:read, and prints its port. Options as JSON in the first argument."""

import json
import sys
from wsgiref.simple_server import make_server

from lostwax import RequireKey, Verifier


def greet(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["lostwax.key"].customer.encode()]


application = RequireKey(greet, Verifier(**json.loads(sys.argv[1])), scopes=["orders:read"])
server = make_server("127.0.0.1", 0, application)
print(server.server_port, flush=True)
server.serve_forever()
