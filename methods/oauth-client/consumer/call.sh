#!/bin/sh
# Calls an API as an OAuth client, with curl alone. Run it with CLIENT_ID, CLIENT_SECRET, ISSUER and API_URL.
set -eu

# --config - reads the secret from standard input, so that it isn't in the list of processes.
answer=$(printf 'user = "%s:%s"\n' "$CLIENT_ID" "$CLIENT_SECRET" |
  curl --silent --show-error --fail --config - --data grant_type=client_credentials "$ISSUER/oauth/token")
token=$(printf '%s' "$answer" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

printf 'header = "Authorization: Bearer %s"\n' "$token" |
  curl --silent --output /dev/null --write-out '%{http_code}\n' --config - "$API_URL"
