"""Reads one key per line and writes what docs/jwt-libraries.md's check (keys.py) says of it: 200 and the customer, 401 or 503."""
import sys

from keys import check

for line in sys.stdin:
    status, claims = check(line.strip())
    print(status, *([claims["sub"]] if claims else []), flush=True)
