"""Reads one key per line and prints its customer, or the code of the refusal. Options as JSON in the first argument."""

import json
import sys

from lostwax import KeyRefused, Verifier

verifier = Verifier(**json.loads(sys.argv[1]))
for line in sys.stdin:
    credential, *scopes = line.rstrip("\n").split(" ")
    try:
        print("accepted", verifier.check(credential, scopes).customer, flush=True)
    except KeyRefused as refused:
        print(refused.code, refused.status, flush=True)
