import { type ByGateOptions, settle } from './options.ts';

/**
 * A configuration for Apache httpd 2.4 in front of a gate that is a reverse proxy: stock Apache has no module that asks another
 * server about a request.
 *
 * @returns The configuration, ended by a new line.
 * @throws RangeError for an option that it does not have.
 * @see docs/gateways.md, which has the same configuration
 */
export function renderApache(options: ByGateOptions): string {
  const { gate, listen } = settle('Apache', options);
  return `Listen ${listen}

<VirtualHost ${listen}>
  # The gate accepts 128 KiB of headers; Apache's default is 8 KB a line.
  LimitRequestLine 131072
  LimitRequestFieldSize 131072
  LimitRequestFields 1000

  # The gate decides about the path that the client sent, so pass it on unchanged.
  AllowEncodedSlashes NoDecode
  # retry=0: otherwise Apache answers 503 for a minute after a gate was restarted.
  ProxyPass / http://${gate}/ nocanon retry=0
  ProxyPreserveHost On
  ProxyErrorOverride Off

  # Apache adds X-Forwarded-For and X-Forwarded-Host to the client's own, and leaves the others as they are.
  RequestHeader unset Forwarded
  RequestHeader unset X-Forwarded-For
  RequestHeader unset X-Forwarded-Host
  RequestHeader unset X-Forwarded-Port
  RequestHeader unset X-Real-IP
  RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}

  # While the gate can't be reached, clients get this instead of Apache's own error page.
  ErrorDocument 503 '{"type":"urn:lostwax:problem:set_stale","title":"Keys cannot be checked right now","status":503,"code":"set_stale"}'
  Header always setifempty Retry-After 1 "expr=%{REQUEST_STATUS} -eq 503"
</VirtualHost>
`;
}
