import type { Workspace } from '@lostwax/client';

/** What can check keys, in the order in which it is offered. */
export const gatewayOptions = ['gate', 'nginx', 'caddy', 'haproxy', 'envoy', 'library'] as const;
export type GatewayOption = (typeof gatewayOptions)[number];

/** Where clients then call the API, as in the generated configurations. */
const listens: Readonly<Record<GatewayOption, string>> = {
  gate: '127.0.0.1:7421',
  nginx: '127.0.0.1:8000',
  caddy: '127.0.0.1:8000',
  haproxy: '127.0.0.1:8000',
  envoy: '127.0.0.1:10000',
  library: '',
};

export interface GateStart {
  readonly option: Exclude<GatewayOption, 'library'>;
  readonly reader: string;
  /** An administrator key that may report usage; missing if the user may not create one. */
  readonly reportKey: string | undefined;
  /** `host:port`; empty if there is no API yet. */
  readonly upstream: string;
}

/** The single command that starts the gate. It reads the key from standard input, so that the key appears in no process list. */
export function gateCommand(of: Workspace, { option, reader, reportKey, upstream }: GateStart): string {
  const proxies = option === 'haproxy' || (option === 'gate' && upstream !== '');
  const lines = [
    'npx lostwax gate',
    `--issuer ${of.issuer}`,
    '--port 7421',
    `--reader ${reader}`,
    ...(proxies ? [`--upstream http://${upstream}`] : []),
    ...(option === 'haproxy' ? ['--status-port 7424', '--trust-proxy 127.0.0.1'] : []),
    ...(reportKey === undefined ? [] : [`--report-key-file - <<'KEY'\n${reportKey}\nKEY`]),
  ];
  return lines.join(' \\\n  ');
}

/** The URL at which the API can be called once the gateway runs. */
export function addressOf(option: GatewayOption, upstream: string): string {
  if (option === 'library') return `http://${upstream}/`;
  // Without an API, the gate itself answers whether it accepts a key.
  const path = option === 'gate' && upstream === '' ? '/verify' : '/';
  return `http://${listens[option]}${path}`;
}

const VERIFIER = '@lostwax/verifier';

/** Checks keys inside an Express app. */
export function librarySample(of: Workspace, reader: string): string {
  return `// npm install ${VERIFIER}
import { createVerifier } from '${VERIFIER}';
import { keyOf, requireKey } from '${VERIFIER}/express';

const verifier = createVerifier({
  issuers: [{ issuer: '${of.issuer}', reader: '${reader}' }],
});

app.use(requireKey(verifier));
app.get('/', (request, response) => {
  response.send(\`Hello \${keyOf(request).subject}\`);
});
`;
}

/** Host and port in the format that gateways expect. */
export function isAddressText(text: string): boolean {
  return /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):\d{1,5}$/.test(text);
}
