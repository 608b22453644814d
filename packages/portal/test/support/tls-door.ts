import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestAuthority } from '../../../../tools/testing/certificate.ts';
import { gateReady, startGate } from '../../../../tools/testing/gate.ts';
import { askTls } from '../../../../tools/testing/tls-request.ts';
import { until } from '../../../../tools/testing/until.ts';
import { DEADLINE_MS, type Stage, WORKSPACE } from './stage.ts';

/** A gate in TLS mode, which checks client certificates. */
export interface TlsDoor {
  /** Waits until the gate answers requests with this certificate with this status. */
  answers(client: { readonly certificate: string; readonly key: string }, status: number): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts it for the stage's workspace. */
export async function openTlsDoor(stage: Stage): Promise<TlsDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'lostwax-tls-door-'));
  const authority = await makeTestAuthority();
  const server = await authority.issue('localhost');
  const file = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const gate = await startGate([
    ...['--issuer', issuerOf(stage), '--status-port', '0'],
    ...['--feed-key-file', await file('feed.key', stage.authority.adminKey)],
    ...['--tls-cert', await file('tls.pem', server.certificate)],
    ...['--tls-key', await file('tls.key', server.key)],
  ]);
  await gateReady(gate);
  const url = `${gate.url.replace('127.0.0.1', 'localhost')}/verify`;
  return {
    answers: (client, status) =>
      until(
        `the gate answers ${status}`,
        DEADLINE_MS,
        async () => (await askTls(url, { ca: authority.certificate, client })).status === status,
      ),
    async stop() {
      await gate.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function issuerOf(stage: Stage): string {
  return `http://localhost:${stage.authority.port}/${WORKSPACE}`;
}
