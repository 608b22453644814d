import { type ByGateOptions, settle } from './options.ts';

/**
 * A configuration for nginx 1.22 that asks a gate about every request with `auth_request`.
 *
 * @returns The configuration, ended by a new line.
 * @throws RangeError for an option that it does not have.
 * @see docs/gateways.md, which has the same configuration
 */
export function renderNginx(options: ByGateOptions): string {
  const { gate, upstream, listen } = settle('nginx', options);
  return `upstream lostwax_gate {
  server ${gate};
  keepalive 256;
}
upstream lostwax_api {
  server ${upstream};
  keepalive 256;
}

# nginx forwards the gate's WWW-Authenticate with 401 only.
map $status $lostwax_challenge {
  403 $lostwax_authenticate;
}

server {
  listen ${listen};
  # Applies to the API's locations and to /_lostwax.
  client_max_body_size 10m;
  # The gate accepts up to 128 KiB of headers in total.
  large_client_header_buffers 4 64k;

  # Every location asks the gate unless it sets \`auth_request off\`.
  auth_request /_lostwax;
  auth_request_set $lostwax_key_id $upstream_http_x_lostwax_key_id;
  auth_request_set $lostwax_subject $upstream_http_x_lostwax_subject;
  auth_request_set $lostwax_workspace $upstream_http_x_lostwax_workspace;
  auth_request_set $lostwax_scope $upstream_http_x_lostwax_scope;
  auth_request_set $lostwax_claims $upstream_http_x_lostwax_claims;
  auth_request_set $lostwax_status $upstream_status;
  auth_request_set $lostwax_authenticate $upstream_http_www_authenticate;

  # Connections to the API stay open.
  proxy_http_version 1.1;
  # A location with its own proxy_set_header must repeat all of these.
  proxy_set_header X-Lostwax-Key-Id $lostwax_key_id;
  proxy_set_header X-Lostwax-Subject $lostwax_subject;
  proxy_set_header X-Lostwax-Workspace $lostwax_workspace;
  proxy_set_header X-Lostwax-Scope $lostwax_scope;
  proxy_set_header X-Lostwax-Claims $lostwax_claims;
  proxy_set_header X-Lostwax-Open "";
  proxy_set_header Authorization "";
  proxy_set_header X-Api-Key "";
  proxy_set_header Connection "";
  proxy_set_header Host ${upstream};

  # A location with its own error_page must repeat these.
  error_page 401 403 /_lostwax;
  error_page 414 494 = /_lostwax_large;
  error_page 500 = @lostwax_unsure;

  location / {
    set $lostwax_check /verify;
    proxy_pass http://lostwax_api;
  }

  location = /_lostwax {
    internal;
    auth_request off;
    proxy_pass http://lostwax_gate$lostwax_check;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_connect_timeout 2s;
    proxy_read_timeout 2s;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_hide_header WWW-Authenticate;
    add_header WWW-Authenticate $lostwax_challenge always;
    # The claims can exceed 4 KB.
    proxy_buffer_size 16k;
    proxy_buffers 8 16k;
  }

  location = /_lostwax_large {
    internal;
    auth_request off;
    default_type application/problem+json;
    return 431 '{"type":"urn:lostwax:problem:headers_too_large","title":"The headers of the request are too large","status":431,"code":"headers_too_large"}';
  }

  # nginx turns every answer of the gate except 200, 401 and 403, and no answer at all, into 500.
  location @lostwax_unsure {
    auth_request off;
    default_type application/problem+json;
    if ($lostwax_status = 431) {
      rewrite ^ /_lostwax_large last;
    }
    add_header Retry-After 1 always;
    return 503 '{"type":"urn:lostwax:problem:set_stale","title":"Keys cannot be checked right now","status":503,"code":"set_stale"}';
  }
}
`;
}
