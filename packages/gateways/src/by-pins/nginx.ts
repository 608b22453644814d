import { claimsBeginning } from './claims.ts';
import { nginxScript } from './nginx-script.ts';
import {
  type ByPinsOptions,
  type ByPinsSettings,
  type PathScopes,
  readSocket,
  settlePins,
} from './options.ts';
import { pinAnswer, pinRefusals } from './refusals.ts';

/** What nginx's configuration has in addition. */
export interface NginxPinsOptions extends ByPinsOptions {
  /** Where `lostwax pins` writes to the table. */
  readonly socket?: string | undefined;
  /** The most keys that the table has room for. 100,000 by default. */
  readonly keys?: number | undefined;
  /** The configuration, which is the default, or the njs module that it imports. */
  readonly part?: 'configuration' | 'script' | undefined;
}

export const NGINX_SOCKET = '/var/lib/lostwax-nginx/pins.sock';
export const NGINX_KEYS = 100_000;

/**
 * nginx keeps an entry in two slots whose sizes are powers of two: 128 bytes for the name and up to 256 for the
 * record. Most records need 128.
 */
const BYTES_PER_KEY = 400;
const LEAST_MEGABYTES = 8;

/**
 * What `check` returns for a good key: the rest of the pin and a mark, the claims from the value of `jti` on, the customer
 * if the claims have an escape in it, and the claims in base64url. A `.` for any character, line breaks too, takes the
 * fewest instructions.
 */
const answerForm = String.raw`(?s)^.{17}(?<lostwax_key_id>[^"]+)"(?:,"exp":\d+)?(?:,"scope":"(?<lostwax_scope>[^"]*)")?,"sub":(?|"(?<lostwax_subject>[^"\x5c]+)"[^\t]*|[^\t]+\t(?<lostwax_subject>[^\t]+))\t(?<lostwax_claims>.+)`;

/**
 * A configuration for nginx 1.25 or later with njs 0.8 or later that checks keys by itself, in a table that
 * `lostwax pins` keeps; or its njs module.
 *
 * @returns The document, ended by a new line.
 * @throws RangeError for what it cannot contain.
 * @see gateways/nginx/README.md
 */
export function renderNginxPins(options: NginxPinsOptions): string {
  const settings = settlePins(options);
  const socket = readSocket(options.socket ?? NGINX_SOCKET);
  if (options.part === 'script') return nginxScript;
  const { issuer, workspace, upstream, listen } = settings;
  const scoped = needsScopes(settings);
  return `# nginx checks the keys of ${issuer} itself, in a table that this process keeps:
#   lostwax ${nginxPinsArguments(options)}
# A revoked key is refused, and a new one accepted, within a second. Until the table is there, and when it is too old,
# every request with a key gets 503. Reloading nginx keeps the table; restarting nginx empties it.
js_import lostwax from lostwax.js;
js_shared_dict_zone zone=lostwax:${zoneMegabytes(options.keys ?? NGINX_KEYS)}m type=string;
js_set $lostwax_check lostwax.check;

# The time, ${scoped ? 'a plus since requests need scopes' : 'a space'}, and where lostwax.js looks for the key first. If this isn't a key, it looks at both
# headers.
map $http_x_api_key $lostwax_sent {
  default "$msec${scoped ? '+' : ' '}";
  "" "$msec${scoped ? '+' : ' '}$http_authorization";
}

${scoped ? `# The scopes that a request needs.\n${scopesMap(settings)}\n\n` : ''}# An Authorization header that is not the key goes on to the API.
map $http_x_api_key $lostwax_authorization {
  default $lostwax_other_authorization;
  "" "";
}

map $http_authorization $lostwax_other_authorization {
  default $http_authorization;
  "~*^bearer(?: |$)" "";
}

upstream lostwax_api {
  server ${upstream};
  keepalive 256;
}

server {
  listen ${listen} default_server;
  client_max_body_size 10m;
  large_client_header_buffers 4 64k;
  # Headers in other spellings, which an API could take for those below, are left out.
  underscores_in_headers off;
  ignore_invalid_headers on;

  # For every location, before nginx chooses one. A refusal is a code without quotes.
  if ($lostwax_check !~ '${answerForm}') {
    rewrite ^ /_lostwax/$lostwax_check last;
  }

  # Who calls, for the API. A location with its own proxy_set_header must repeat all of these.
  proxy_set_header X-Lostwax-Key-Id $lostwax_key_id;
  proxy_set_header X-Lostwax-Subject $lostwax_subject;
  proxy_set_header X-Lostwax-Workspace ${workspace};
  proxy_set_header X-Lostwax-Scope $lostwax_scope;
  proxy_set_header X-Lostwax-Claims ${claimsBeginning(settings)}$lostwax_claims;
  proxy_set_header X-Lostwax-Open "";
  proxy_set_header X-Lostwax "";
  proxy_set_header Authorization $lostwax_authorization;
  proxy_set_header X-Api-Key "";
  # Connections to the API stay open.
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host ${upstream};

  location / {
    proxy_pass http://lostwax_api;
  }

${refusalLocations(settings)}

  # Only if lostwax.js fails, which the log then says: the request must not reach the API.
  location ^~ /_lostwax/ {
    internal;
    return 500;
  }
}

server {
  # Anyone who can write to this socket can make a key valid. nginx lets everybody write to it, so only its folder protects
  # it: mode 700, and owned by the user of "lostwax pins".
  listen unix:${socket};
  access_log off;
  # A request of "lostwax pins" has up to 64 KB, and is never written to a file.
  client_max_body_size 128k;
  client_body_buffer_size 128k;
  keepalive_requests 1000000;

  location / {
    js_content lostwax.push;
  }
}
`;
}

/** The arguments after `lostwax` that start the process which keeps the table. */
export function nginxPinsArguments({ issuer, socket }: NginxPinsOptions): string {
  return `pins --issuer ${issuer} --feed-key-file feed.key --to nginx:${readSocket(socket ?? NGINX_SOCKET)}`;
}

function zoneMegabytes(keys: number): number {
  return Math.max(LEAST_MEGABYTES, Math.ceil((keys * BYTES_PER_KEY) / 2 ** 20));
}

function needsScopes({ scopes, paths }: ByPinsSettings): boolean {
  return scopes.length > 0 || paths.length > 0;
}

/** A path with anything that an API may read in another way needs the scopes of every path. */
function scopesMap({ scopes, paths }: ByPinsSettings): string {
  const all = [...new Set([...scopes, ...paths.flatMap((it) => it.scopes)])].join(' ');
  const lines = paths.length === 0 ? [] : [`  "~^[^?]*(?:[%;\\\\\\\\#]|//|/[.])" "${all}";`];
  const longest = [...paths].sort((one, other) => other.path.length - one.path.length);
  for (const path of longest) {
    const needed = [...new Set([...scopes, ...scopesAt(path, paths)])].join(' ');
    lines.push(`  "~*^${path.path.replaceAll('.', '[.]')}(?:[/?]|$)" "${needed}";`);
  }
  return ['map $request_uri $lostwax_scopes {', `  default "${scopes.join(' ')}";`, ...lines, '}'].join('\n');
}

/** Those of the path, and of the paths that it is below. */
function scopesAt({ path }: PathScopes, paths: readonly PathScopes[]): string[] {
  const below = `${path}/`.toLowerCase();
  return paths.filter((it) => below.startsWith(`${it.path}/`.toLowerCase())).flatMap((it) => it.scopes);
}

function refusalLocations(settings: ByPinsSettings): string {
  const locations = Object.values(pinRefusals).flatMap((refusal) => {
    if (refusal.code !== 'insufficient_scope') return [location(refusal.code, pinAnswer(refusal))];
    return needsScopes(settings) ? [location(refusal.code, pinAnswer(refusal, ['$lostwax_scopes']))] : [];
  });
  return locations.join('\n\n');
}

function location(code: string, { status, body, headers }: ReturnType<typeof pinAnswer>): string {
  const lines = headers.map(([name, value]) => `    add_header ${name} ${quoted(value)} always;`);
  return `  location = /_lostwax/${code} {
    internal;
    default_type application/problem+json;
${lines.join('\n')}
    return ${status} ${quoted(body)};
  }`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
