import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SNAPSHOT_TYPE } from '@lostwax/contract';
import { refusal } from '@lostwax/verifier';
import { problem, refused } from '../door/answers.ts';
import { type Door, send } from '../door/forward-auth.ts';
import { sendsSecret } from '../door/secret.ts';
import type { Log } from '../log.ts';

/** What {@link evidence} serves. */
export interface EvidenceSource {
  /** The issuers whose sets the gate has. */
  readonly issuers: readonly string[];
  /** Writes the set of an issuer to a new file as a snapshot. @returns False if there is none yet. */
  readonly write: (issuer: string, path: string) => Promise<boolean>;
  /** SHA-256 of the secret that callers send, in base64url. */
  readonly secretHash: string;
}

const PATH = '/evidence';

/**
 * `GET /evidence` lists the gate's sets, `GET /evidence/<n>` serves one as a snapshot: what a restore of the authority needs to
 * know. The set of the full feed names customers, so the caller has to send the secret.
 *
 * @param elsewhere - Handles all other paths.
 */
export function evidence(source: EvidenceSource, elsewhere: Door, log: Log): Door {
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const [, named] = /^\/evidence(?:\/(\d{1,4}))?$/.exec(path) ?? [];
    if (path !== PATH && named === undefined) elsewhere(request, response);
    else if (!sendsSecret(request, source.secretHash)) send(response, problem('evidence_refused'));
    else if (request.method !== 'GET') send(response, problem('not_found'));
    else if (named === undefined) sendList(response, source);
    else {
      sendSet(response, source, Number(named)).catch((error: unknown) => {
        // A caller that left is no failure.
        if (request.destroyed) return;
        log.error({ err: error }, 'a key set could not be sent as evidence');
        if (response.headersSent) response.destroy();
        else send(response, problem('gate_failed'));
      });
    }
  };
}

function sendList(response: ServerResponse, { issuers }: EvidenceSource): void {
  const sets = issuers.map((issuer, index) => ({ issuer, path: `${PATH}/${index}` }));
  const body = JSON.stringify({ sets });
  const length = `${Buffer.byteLength(body)}`;
  response.writeHead(200, [...common, 'content-type', 'application/json', 'content-length', length]);
  response.end(body);
}

async function sendSet(response: ServerResponse, source: EvidenceSource, index: number): Promise<void> {
  const issuer = source.issuers[index];
  if (issuer === undefined) return send(response, problem('not_found'));
  const folder = await mkdtemp(join(tmpdir(), 'lostwax-evidence-'));
  try {
    const file = join(folder, 'snapshot');
    if (!(await source.write(issuer, file))) return send(response, refused(refusal('set_stale')));
    const { size } = await stat(file);
    response.writeHead(200, [...common, 'content-type', SNAPSHOT_TYPE, 'content-length', `${size}`]);
    await pipeline(createReadStream(file), response);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const common = ['cache-control', 'no-store'];
