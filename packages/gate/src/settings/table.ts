/** The type of a setting. A `list` may be given several times; a `flag` takes no value. */
export type SettingKind = 'text' | 'number' | 'flag' | 'list';

/** One setting and its names. */
export interface SettingRow {
  readonly kind: SettingKind;
  /** Placeholder for the value in the help. */
  readonly value?: string;
  readonly help: string;
  /** Minimum and maximum of a number. */
  readonly bounds?: readonly [least: number, most: number];
  readonly standard?: string;
}

/** All settings by the name of their flag, in the order of the help. */
export const settingTable = {
  issuer: {
    kind: 'list',
    value: 'URL',
    help: '<origin>/<workspace> whose keys are accepted; repeatable',
  },
  feed: {
    kind: 'list',
    value: 'URL',
    help: "where to fetch the feed instead of the issuer's origin: an origin, <origin>/<workspace>, or a static feed's <origin>/<workspace>/feed/pointer.json; repeatable, tried in turn",
  },
  audience: { kind: 'list', value: 'NAME', help: 'accepted aud values (default: any)' },
  host: { kind: 'text', value: 'ADDRESS', help: 'address to listen on', standard: '127.0.0.1' },
  port: {
    kind: 'number',
    value: 'N',
    help: 'port to listen on; 0 picks a free one',
    bounds: [0, 65_535],
    standard: '7421',
  },
  'grpc-port': {
    kind: 'number',
    value: 'N',
    help: "port for Envoy's ext_authz over gRPC, usually 7423 (default: none)",
    bounds: [0, 65_535],
  },
  'status-port': {
    kind: 'number',
    value: 'N',
    help: 'separate port for /healthz, /readyz and /metrics; with --upstream, they are only served there',
    bounds: [0, 65_535],
  },
  threads: {
    kind: 'number',
    value: 'N',
    help: 'number of threads that answer requests',
    bounds: [1, 64],
    standard: '1',
  },
  'max-stale': {
    kind: 'number',
    value: 'SECONDS',
    help: 'how long keys are accepted without contact with the authority; after that, 503',
    bounds: [1, 86_400],
    standard: '300',
  },
  cache: {
    kind: 'text',
    value: 'FOLDER',
    help: "keeps the key set here, so the gate can start without the authority; don't share it between gates",
  },
  'feed-key-file': {
    kind: 'list',
    value: 'FILE',
    help: 'file with an administrator key that has feed:read; follows the full feed. - for standard input, <workspace>=FILE for one of several',
  },
  reader: {
    kind: 'list',
    value: 'ID',
    help: 'ID of a registered reader, so the authority can show what this gate has applied. <workspace>=ID for one of several',
  },
  'report-key-file': {
    kind: 'list',
    value: 'FILE',
    help: 'file with an administrator key that has usage:write; reports key usage. - for standard input, <workspace>=FILE for one of several',
  },
  'report-url': {
    kind: 'text',
    value: 'URL',
    help: "origin of the API that receives reports; the issuer's by default",
  },
  upstream: {
    kind: 'text',
    value: 'URL',
    help: 'origin of the API behind the gate; makes the gate a reverse proxy',
  },
  'upstream-timeout': {
    kind: 'number',
    value: 'SECONDS',
    help: 'how long to wait for the upstream',
    bounds: [1, 3_600],
    standard: '60',
  },
  'forward-verify': {
    kind: 'flag',
    help: 'forwards /verify and /verify-scope to the upstream; by default, a gateway that asks there by mistake is refused',
  },
  'forward-key': { kind: 'flag', help: 'forwards the key to the upstream; by default it is removed' },
  'key-header': {
    kind: 'list',
    value: 'NAME',
    help: 'a header that holds the key, instead of Authorization: Bearer and X-Api-Key; repeatable',
  },
  'key-query': {
    kind: 'text',
    value: 'NAME',
    help: 'also accepts the key as this query parameter, for callers of an older system; never forwarded',
  },
  'unhashed-prefix': {
    kind: 'list',
    value: 'TEXT',
    help: "a prefix of imported keys, such as sk_live_, that their hashes don't cover; repeatable",
  },
  basic: {
    kind: 'flag',
    help: 'also accepts the key as the user name or password of Authorization: Basic',
  },
  preflight: {
    kind: 'text',
    value: 'pass',
    help: 'lets CORS preflights through without a key, since browsers send none with them',
  },
  'cors-origin': {
    kind: 'list',
    value: 'ORIGIN',
    help: "pages of this origin can read the gate's own refusals; * for any",
  },
  'open-path': {
    kind: 'list',
    value: 'PATH',
    help: 'a path that needs no key, including everything below it; repeatable',
  },
  resource: {
    kind: 'text',
    value: 'URL',
    help: 'URL of your API; serves its OAuth metadata (RFC 9728) and names it in every 401 and 403',
  },
  'introspect-key-file': {
    kind: 'text',
    value: 'FILE',
    help: 'file with a secret; callers that send it can introspect tokens (RFC 7662) with POST /introspect, with --upstream on --status-port',
  },
  'evidence-key-file': {
    kind: 'text',
    value: 'FILE',
    help: 'file with a secret; "lostwax restore --evidence" reads the key sets with it from /evidence on --status-port',
  },
  'fallback-verify': {
    kind: 'text',
    value: 'URL',
    help: 'asks this address about unknown keys while another system still has some; needs --feed-key-file. 2xx accepts, 401 and 403 refuse',
  },
  'fallback-subject': {
    kind: 'text',
    value: 'NAME',
    help: 'header of its answer that names the customer',
    standard: 'x-lostwax-subject',
  },
  'trust-proxy': {
    kind: 'list',
    value: 'CIDR',
    help: 'a proxy in front of the gate whose X-Forwarded-For is trusted, with --upstream; also for --client-cert-header',
  },
  'tls-cert': {
    kind: 'text',
    value: 'FILE',
    help: "the gate's own certificate and chain in PEM; serves HTTPS on --port, and accepts client certificates as keys",
  },
  'tls-key': { kind: 'text', value: 'FILE', help: 'the private key of --tls-cert in PEM' },
  'client-cert-header': {
    kind: 'text',
    value: 'NAME',
    help: "header in which a proxy of --trust-proxy sends the client's certificate, as URL-escaped PEM or as in RFC 9440; xfcc for Envoy's",
  },
  drain: {
    kind: 'number',
    value: 'SECONDS',
    help: 'after SIGTERM, how long to keep answering while /readyz returns 503; set it longer than your load balancer needs to notice',
    bounds: [0, 300],
    standard: '2',
  },
  'allow-http': { kind: 'flag', help: 'allows fetching the feed over http: from other machines' },
  'log-level': {
    kind: 'text',
    value: 'LEVEL',
    help: 'fatal, error, warn, info, debug or silent; JSON on stderr',
    standard: 'info',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;

/** The name of a setting's flag, without the leading hyphens. */
export type SettingName = keyof typeof settingTable;

export const settingNames = Object.keys(settingTable) as readonly SettingName[];

/** `max-stale`: `LOSTWAX_GATE_MAX_STALE`. */
export function environmentName(name: string): string {
  return `LOSTWAX_GATE_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The lines of `--help`. */
export function settingsHelp(): string {
  const rows = settingNames.map((name): [string, string] => {
    const row: SettingRow = settingTable[name];
    const flag = `--${name}${row.value === undefined ? '' : ` ${row.value}`}`;
    return [flag, row.help + (row.standard === undefined ? '' : ` (${row.standard})`)];
  });
  rows.push(['--config FILE', 'a JSON file with any of these, such as {"issuer": ["…"], "max-stale": 60}']);
  const width = rows.reduce((most, [flag]) => Math.max(most, flag.length), 0);
  return rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`).join('\n');
}
