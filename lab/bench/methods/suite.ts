import { join } from 'node:path';
import { accessToken } from '../../../tools/testing/access-token.ts';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { makeClientCertificate, proven } from '../../../tools/testing/client-certificate.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { inFolder } from '../folder.ts';
import { startLoad, withKey } from '../load/load.ts';
import { type Measurer, startMeasurer } from '../measurer.ts';
import {
  atMostTimesRow,
  type BenchOptions,
  boundRow,
  type Figures,
  leastRow,
  type Row,
  timesRow,
} from '../report.ts';
import { medians } from '../rounds.ts';
import { seedKeys } from '../seed.ts';
import type { MethodOrder, MethodSetUp } from './check-process.ts';

const SLUG = 'bench';
const program = join(import.meta.dirname, 'check-process.ts');
/** Before anything counts: what is checked often has been compiled by then. */
const WARM_MILLISECONDS = 300;
const ROUNDS = 9;
/** What a round takes of the seconds of a rate. */
const SHARE_OF_SECONDS = 1 / 10;
const CONNECTIONS = 16;

/** The other methods beside signed keys, in one set of the full feed. */
export async function methods({ keys, seconds }: BenchOptions): Promise<Figures> {
  const milliseconds = seconds * 1_000 * SHARE_OF_SECONDS;
  return await inFolder(async (folder) => {
    const data = join(folder, 'data');
    const first = await startAuthority(data);
    await first.call('POST', '/v1/workspaces', { slug: SLUG, scopes: ['orders:read'] });
    await first.call('PATCH', `/v1/workspaces/${SLUG}`, {
      methods: ['signed', 'opaque', 'certificate', 'oauth-client'],
    });
    await first.stop();
    seedKeys({ file: join(data, 'lostwax.db'), workspace: SLUG, keys, method: 'opaque' });
    const authority = await startAuthority(data, first.port);
    const issuer = `http://localhost:${authority.port}/${SLUG}`;
    const issue = async (method: string): Promise<string> => {
      const body = { customer: 'customer-1', scopes: ['orders:read'], method };
      return (await authority.call<{ token: string }>('POST', `/v1/workspaces/${SLUG}/keys`, body)).token;
    };
    try {
      const tokens = [await issue('signed'), await issue('opaque')];
      const certificate = await registerCertificate(authority, issuer);
      const setUp = { issuer, feedKey: authority.adminKey };
      const rows = await hotChecks(
        [
          ...tokens.map((token) => ({ ...setUp, token, isCertificate: false })),
          { ...setUp, token: certificate, isCertificate: true },
        ],
        milliseconds,
      );
      const tokenRow = await tokenRequests(authority, issuer, seconds * 1_000);
      const file = join(data, 'admin.key');
      const gateRows = await atTheGate(issuer, file, tokens, milliseconds);
      return { rows: [...rows, ...gateRows, tokenRow], curves: [] };
    } finally {
      await authority.stop();
    }
  });
}

async function hotChecks(setUps: readonly MethodSetUp[], milliseconds: number): Promise<readonly Row[]> {
  const measurers: Measurer<MethodOrder, number>[] = [];
  try {
    for (const setUp of setUps) measurers.push(await startMeasurer(program, setUp));
    for (const { ask } of measurers) await ask({ milliseconds: WARM_MILLISECONDS });
    const asked = measurers.map(
      ({ ask }) =>
        () =>
          ask({ milliseconds }),
    );
    const [signed = Number.NaN, opaque = Number.NaN, certificate = Number.NaN] = await medians(asked, ROUNDS);
    const peer = { what: 'a signed key', value: 1_000_000 / signed };
    return [
      timesRow('verifier: check of a hot opaque key, claims included', 1_000_000 / opaque, '/s', peer, 1.3),
      atMostTimesRow(
        'verifier: check of a certificate by its pin',
        certificate,
        'µs',
        { what: 'of a signed key', value: signed },
        1.5,
      ),
    ];
  } finally {
    for (const { stop } of measurers) await stop();
  }
}

async function atTheGate(
  issuer: string,
  feedKeyFile: string,
  tokens: readonly string[],
  milliseconds: number,
): Promise<readonly Row[]> {
  const gate = await startGate(['--issuer', issuer, '--feed-key-file', feedKeyFile, '--threads', '1']);
  const load = await startLoad();
  try {
    await gateReady(gate);
    const asked = tokens.map((token) => async () => {
      const part = { requests: [withKey(token)], status: 200 };
      return (await load.ask({ url: `${gate.url}/verify`, milliseconds, connections: CONNECTIONS, part }))
        .mean;
    });
    const [signed = Number.NaN, opaque = Number.NaN] = await medians(asked, ROUNDS);
    const perKey = (await gate.metric('lostwax_gate_set_bytes')) / (await gate.metric('lostwax_gate_keys'));
    return [
      atMostTimesRow(
        'gate: answer to an opaque key, mean',
        opaque,
        'µs',
        { what: 'to a signed key', value: signed },
        1.5,
      ),
      boundRow('gate: memory per opaque key, with customer and scopes', perKey, 'bytes', 300),
    ];
  } finally {
    await load.stop();
    await gate.stop();
  }
}

/** @returns The certificate's DER in base64. */
async function registerCertificate(authority: RunningAuthority, issuer: string): Promise<string> {
  const made = await makeClientCertificate();
  const customer = 'customer-1';
  await authority.call('POST', `/v1/workspaces/${SLUG}/keys`, {
    ...{ customer, scopes: ['orders:read'], method: 'certificate' },
    ...proven(made, { issuer, customer }),
  });
  return Buffer.from(made.der).toString('base64');
}

/** Requests for access tokens, as many at a time as {@link CONNECTIONS}. The authority answers on one thread. */
async function tokenRequests(
  authority: RunningAuthority,
  issuer: string,
  milliseconds: number,
): Promise<Row> {
  const { token, key } = await authority.call<{ token: string; key: { id: string } }>(
    'POST',
    `/v1/workspaces/${SLUG}/keys`,
    { customer: 'customer-1', scopes: ['orders:read'], method: 'oauth-client' },
  );
  const client = { id: key.id, token };
  const end = performance.now() + milliseconds;
  let answered = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < end) {
        await accessToken(issuer, client);
        answered += 1;
      }
    }),
  );
  return leastRow(
    'authority: token requests with a client secret',
    (answered * 1_000) / milliseconds,
    '/s',
    700,
  );
}
