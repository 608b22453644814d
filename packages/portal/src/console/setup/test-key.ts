import { type IssuedKey, type Key, tokenOf, type Workspace } from '@lostwax/client';

type Method = Key['method'];

/** The method of a test key: one that needs no token request if possible; undefined if only certificates are allowed. */
export function testMethodOf(methods: readonly Method[]): Method | undefined {
  const usable = methods.filter((method) => method !== 'certificate');
  return usable.find((method) => method !== 'oauth-client') ?? usable[0];
}

/** Creates a certificate and registers it. The private key stays on the machine that runs this. */
export function certificateCommand(slug: string, customer: string): string {
  return [
    'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 \\',
    `  -subj /CN=${customer} -keyout client.key -out client.pem`,
    `lostwax key issue --workspace ${slug} --customer ${customer} \\`,
    '  --method certificate --certificate client.pem --private-key client.key',
  ].join('\n');
}

/** A call with the certificate of `certificateCommand`. */
export const certificateCall = (address: string): string =>
  `curl -i ${quoted(address)} \\\n  --cert client.pem --key client.key`;

/** A call with a new key; an OAuth client gets an access token first. */
export function callWith(
  address: string,
  issued: Pick<IssuedKey, 'key' | 'token'>,
  { issuer }: Pick<Workspace, 'issuer'>,
): string {
  const text = tokenOf(issued);
  const call = `curl -i ${quoted(address)} \\\n  -H`;
  if (issued.key.method !== 'oauth-client') return `${call} 'Authorization: Bearer ${text}'`;
  const request = `curl -s -u '${issued.key.id}:${text}' -d grant_type=client_credentials ${quoted(`${issuer}/oauth/token`)}`;
  return `TOKEN=$(${request} |\n  sed -E 's/.*"access_token":"([^"]+)".*/\\1/')\n${call} "Authorization: Bearer $TOKEN"`;
}

/** A URL can't close the quotes around it. */
const quoted = (address: string): string => `'${address.trim().replaceAll("'", '%27')}'`;
