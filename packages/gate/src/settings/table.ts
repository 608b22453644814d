/** What a setting holds. `list` may be given several times, `flag` takes no value. */
export type SettingKind = 'text' | 'number' | 'flag' | 'list';

/** One setting, under each of its names. */
export interface SettingRow {
  readonly kind: SettingKind;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
  /** Numbers: least and most. */
  readonly bounds?: readonly [least: number, most: number];
  readonly standard?: string;
}

/** All settings by the name of their flag, in the order of the help. */
export const settingTable = {
  issuer: {
    kind: 'list',
    value: 'URL',
    help: '<origin>/<workspace> whose keys are accepted; several for several',
  },
  feed: {
    kind: 'list',
    value: 'URL',
    help: "where the feed is asked instead of at the issuer's origin: an origin, or <origin>/<workspace>; several are asked in turn",
  },
  audience: { kind: 'list', value: 'NAME', help: 'what aud must be, one of these; any unless given' },
  host: { kind: 'text', value: 'ADDRESS', help: 'address to listen on', standard: '127.0.0.1' },
  port: {
    kind: 'number',
    value: 'N',
    help: 'port to listen on; 0 takes a free one',
    bounds: [0, 65_535],
    standard: '7421',
  },
  'grpc-port': {
    kind: 'number',
    value: 'N',
    help: "port of Envoy's ext_authz over gRPC, usually 7423; none unless given",
    bounds: [0, 65_535],
  },
  'status-port': {
    kind: 'number',
    value: 'N',
    help: 'a port of its own for /healthz, /readyz and /metrics; with --upstream the only one that has them',
    bounds: [0, 65_535],
  },
  threads: {
    kind: 'number',
    value: 'N',
    help: 'threads that answer, on one port',
    bounds: [1, 64],
    standard: '1',
  },
  'max-stale': {
    kind: 'number',
    value: 'SECONDS',
    help: 'how long keys are accepted without word from the authority; then 503',
    bounds: [1, 86_400],
    standard: '300',
  },
  cache: {
    kind: 'text',
    value: 'FOLDER',
    help: "keeps the set here, so that it starts without the authority; this gate's own",
  },
  'feed-key-file': {
    kind: 'list',
    value: 'FILE',
    help: "holds an administrator's key with feed:read; the full feed is followed then. - is standard input, <workspace>=FILE for one of several",
  },
  reader: {
    kind: 'list',
    value: 'ID',
    help: 'id of a registered reader, so that the authority can say what this gate has seen. <workspace>=ID for one of several',
  },
  'report-key-file': {
    kind: 'list',
    value: 'FILE',
    help: "holds an administrator's key with usage:write; uses of keys are reported then. - is standard input, <workspace>=FILE for one of several",
  },
  'report-url': {
    kind: 'text',
    value: 'URL',
    help: "origin of the API that takes reports; the issuer's unless given",
  },
  upstream: {
    kind: 'text',
    value: 'URL',
    help: 'origin of the API behind the gate, which is a reverse proxy then',
  },
  'upstream-timeout': {
    kind: 'number',
    value: 'SECONDS',
    help: 'how long the upstream may be silent',
    bounds: [1, 3_600],
    standard: '60',
  },
  'forward-key': { kind: 'flag', help: 'the upstream gets the key too; otherwise it is taken away' },
  'key-header': {
    kind: 'list',
    value: 'NAME',
    help: 'a header that holds the key, instead of Authorization: Bearer and X-Api-Key; several for several',
  },
  basic: {
    kind: 'flag',
    help: 'takes the key as user name or password of Authorization: Basic, too',
  },
  preflight: {
    kind: 'text',
    value: 'pass',
    help: 'lets CORS preflights through without a key: browsers send none with them',
  },
  'cors-origin': {
    kind: 'list',
    value: 'ORIGIN',
    help: "pages of this origin can read the gate's own refusals; * for any",
  },
  'open-path': {
    kind: 'list',
    value: 'PATH',
    help: 'a path that is open to everybody, with all below it',
  },
  'trust-proxy': {
    kind: 'list',
    value: 'CIDR',
    help: 'a proxy before this one whose X-Forwarded-For is believed, with --upstream',
  },
  drain: {
    kind: 'number',
    value: 'SECONDS',
    help: 'after SIGTERM, how long it goes on answering while /readyz says 503; longer than your load balancer takes to notice',
    bounds: [0, 300],
    standard: '2',
  },
  'allow-http': { kind: 'flag', help: 'takes the feed over http: from other machines too' },
  'log-level': {
    kind: 'text',
    value: 'LEVEL',
    help: 'fatal, error, warn, info, debug or silent; JSON on stderr',
    standard: 'info',
  },
} as const satisfies Readonly<Record<string, SettingRow>>;

/** The name of a setting's flag, without the hyphens before it. */
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
