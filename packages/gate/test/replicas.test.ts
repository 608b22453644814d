import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { comparePositions, parsePosition } from '@lostwax/contract';
import { pinOf } from '@lostwax/core';
import { accessToken, basic, postForm } from '../../../tools/testing/access-token.ts';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import {
  postgresPeer,
  type RunningPostgres,
  startPostgres,
  startReplica,
} from '../../../tools/testing/postgres.ts';
import { ask } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';

interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

const SOON_MS = 15_000;
const workspace = '/v1/workspaces/acme';

describe('authorities that share a PostgreSQL database', {
  skip: postgresPeer.skip,
  timeout: 120_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-replicas-'));
  let postgres: RunningPostgres;
  let url: string;
  let replicas: RunningAuthority[];
  const gates: RunningGate[] = [];

  before(async () => {
    postgres = await startPostgres();
    url = await postgres.database();
    const first = await startAuthority(join(folder, 'a'), 0, ['--database', url]);
    replicas = [first];
    replicas.push(
      ...(await Promise.all(['b', 'c'].map((name) => startReplica(first, url, join(folder, name))))),
    );
    await first.call('POST', '/v1/workspaces', { slug: 'acme' });
    const issuer = `http://localhost:${first.port}/acme`;
    for (const at of [replicas[0], replicas[1]]) {
      gates.push(await startGate(['--issuer', issuer, '--feed', `${at?.url}/acme`]));
    }
    await Promise.all(gates.map(gateReady));
  });
  after(async () => {
    for (const gate of gates) await gate.stop();
    for (const replica of replicas) await replica.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const replica = (index: number): RunningAuthority => replicas[index % 3] as RunningAuthority;
  const issue = (index: number, customer = 'cus_1'): Promise<Issued> =>
    replica(index).call('POST', `${workspace}/keys`, { customer });
  const revoke = (index: number, { key }: Issued): Promise<unknown> =>
    replica(index).call('POST', `${workspace}/keys/${key.id}/revoke`, {});
  const keySet = async (index: number): Promise<{ readonly tag: string; readonly text: string }> => {
    const answer = await fetch(`${replica(index).url}/acme/.well-known/jwks.json`);
    return { tag: answer.headers.get('etag')?.replaceAll(/"|-gzip/g, '') ?? '', text: await answer.text() };
  };
  const allSay = (token: string, code: string): Promise<true> =>
    until(`every gate says ${code}`, SOON_MS, async () => {
      const said = await Promise.all(gates.map((gate) => gate.code(token)));
      return said.every((it) => it === code);
    });

  it('a key that one creates is accepted at the gates of all, and refused once another revokes it', async () => {
    const key = await issue(0);
    await allSay(key.token, 'accepted');
    await revoke(1, key);
    await allSay(key.token, 'key_unknown');
    const pin = Buffer.from(pinOf(key.token)).toString('base64url');
    const { items } = await replica(2).call<{ items: { problem?: { code: string } }[] }>(
      'POST',
      `${workspace}/keys:import`,
      { items: [{ pin, customer: 'cus_1' }] },
    );
    assert.equal(items[0]?.problem?.code, 'pin_in_use');
  });

  it('the key set of every replica has a change as soon as another has answered, and never goes back', async () => {
    let last = parsePosition((await keySet(0)).tag);
    for (let round = 0; round < 12; round += 1) {
      const { key } = await issue(round);
      const { tag, text } = await keySet(round + 1);
      assert.ok(text.includes(key.id), 'the other replica publishes it');
      const position = parsePosition(tag);
      assert.ok(position !== undefined && last !== undefined && comparePositions(position, last) > 0);
      last = position;
    }
    const sets = await Promise.all([0, 1, 2].map(keySet));
    assert.equal(new Set(sets.map(({ tag }) => tag)).size, 1);
    assert.equal(new Set(sets.map(({ text }) => text)).size, 1, 'the same bytes for the same position');
  });

  it('an administrator key that one revokes is refused by the others at once', async () => {
    const { token, key } = await replica(0).call<Issued>('POST', '/v1/workspaces/lostwax/keys', {
      customer: 'jane',
      scopes: ['admin'],
    });
    const ask = async (index: number): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${replica(index).url}/v1/workspaces`, { headers })).status;
    };
    assert.deepEqual([await ask(1), await ask(2)], [200, 200]);
    await replica(0).call('POST', `/v1/workspaces/lostwax/keys/${key.id}/revoke`, {});
    assert.deepEqual([await ask(1), await ask(2)], [401, 401]);
  });

  it('simultaneous changes at all of them make one sequence without gaps', async () => {
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, index) => issue(index, `cus_${index % 7}`)),
    );
    await Promise.all(made.slice(0, 30).map((key, index) => revoke(index + 1, key)));
    const rows = await postgres.query(
      url,
      "SELECT w.seq AS head, count(*)::int AS count, max(c.seq) AS last, count(DISTINCT c.digest)::int AS digests FROM workspaces w JOIN changes c ON c.workspace_id = w.id WHERE slug = 'acme' GROUP BY w.seq",
    );
    const { head, count, last } = rows[0] as { head: string; count: number; last: string };
    assert.equal(Number(head), count);
    assert.equal(head, last);
    for (const [index, { key }] of made.entries()) {
      const { text } = await keySet(index);
      assert.equal(text.includes(key.id), index >= 30);
    }
  });

  it('an access token of one is known to the others, and so is its revocation', async () => {
    await replica(0).call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'oauth-client'] });
    const { key, token: secret } = await replica(0).call<Issued>('POST', `${workspace}/keys`, {
      customer: 'cus_1',
      method: 'oauth-client',
    });
    const client = { id: key.id, token: secret };
    const at = (index: number): string => `${replica(index).url}/acme`;
    const token = await accessToken(at(1), client);
    const kid = (
      JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
    ).kid;
    const signers = async (index: number) =>
      ((await (await fetch(`${at(index)}/oauth/jwks`)).json()) as { keys: { kid: string }[] }).keys;
    for (const index of [0, 1, 2]) assert.ok((await signers(index)).some((jwk) => jwk.kid === kid));
    const ask = async (index: number): Promise<unknown> =>
      (await postForm(`${at(index)}/oauth/introspect`, { token }, basic(client))).json['active'];
    assert.deepEqual([await ask(0), await ask(1), await ask(2)], [true, true, true]);
    await postForm(`${at(2)}/oauth/revoke`, { token }, basic(client));
    assert.deepEqual([await ask(0), await ask(1), await ask(2)], [false, false, false]);
  });

  it('what a gate has applied is shown by the replica that it does not ask', async () => {
    const { id } = await replica(0).call<{ id: string }>('POST', `${workspace}/readers`, {
      name: 'edge',
      kind: 'gate',
      refreshSeconds: 5,
    });
    const issuer = `http://localhost:${replica(0).port}/acme`;
    const gate = await startGate(['--issuer', issuer, '--feed', `${replica(1).url}/acme`, '--reader', id]);
    gates.push(gate);
    await gateReady(gate);
    const { key } = await issue(0);
    await until('every gateway has it', SOON_MS, async () => {
      const { propagation } = await replica(2).call<{ propagation: { seen: number; of: number } | null }>(
        'GET',
        `${workspace}/keys/${key.id}`,
      );
      return propagation?.seen === 1 && propagation.of === 1;
    });
  });

  it('a task of many keys is counted whole by the replica that was asked, and finished by another if it is killed', async () => {
    const many = Array.from({ length: 600 }, () => ({ customer: 'cus_many' }));
    await replica(0).call('POST', `${workspace}/keys:batch`, { items: many });
    const found = await replica(1).call<{ count: number }>('POST', `${workspace}/keys:revoke`, {
      customer: 'cus_many',
    });
    assert.equal(found.count, 600);
    await replica(0).call('POST', `${workspace}/keys:batch`, { items: many });
    const suspending = replica(2)
      .call('PATCH', `${workspace}/customers/cus_many`, { state: 'suspended' })
      .catch(() => {});
    await until('it has begun', SOON_MS, async () => {
      const rows = await postgres.query(url, 'SELECT 1 FROM tasks');
      return rows.length > 0;
    });
    await replica(2).stop('SIGKILL');
    await suspending;
    await until('another has finished it', SOON_MS * 2, async () => {
      const rows = await postgres.query(
        url,
        "SELECT count(*)::int AS n FROM keys JOIN customers ON customers.id = customer_id WHERE subject = 'cus_many' AND published = 1",
      );
      return rows[0]?.['n'] === 0;
    });
    replicas[2] = await startReplica(replica(0), url, join(folder, 'c'));
  });

  it('cut off from the database, a replica serves key sets with their age, and says nothing is fresh', async () => {
    const { key } = await issue(0);
    const address = `${replica(0).url}/acme/.well-known/jwks.json`;
    await keySet(0);
    await postgres.halt();
    const set = await until('the replica has noticed', SOON_MS, async () => {
      const answer = await fetch(address);
      return answer.headers.has('age') ? answer : undefined;
    });
    assert.ok((await set.text()).includes(key.id));
    assert.equal((await fetch(`${replica(0).url}/acme/feed/head`)).status, 503);
    const newer = (set.headers.get('etag') ?? '').replace(/^(.*?\.\d+)\.\d+\./, '$1.999999.');
    assert.equal((await fetch(address, { headers: { 'if-none-match': newer } })).status, 503);
    const upTo = async (seconds: number): Promise<number> =>
      (await fetch(address, { headers: { 'cache-control': `max-age=${seconds}` } })).status;
    assert.deepEqual([await upTo(0), await upTo(3_600)], [503, 200]);
    await postgres.start();
    await until('it is fresh again', SOON_MS, async () => !(await fetch(address)).headers.has('age'));
  });

  it('a killed replica and a killed database lose nothing that was acknowledged', async () => {
    const known: Issued[] = [];
    const revoked: Issued[] = [];
    let stop = false;
    const client = async (index: number): Promise<void> => {
      while (!stop) {
        const key = await issue(index).catch(() => undefined);
        if (key === undefined) {
          await delay(20);
          continue;
        }
        known.push(key);
        if (known.length % 2 === 0 && (await revoke(index, key).catch(() => false)) !== false)
          revoked.push(key);
      }
    };
    const clients = [0, 1, 2, 0, 1].map(client);
    const progress = (more: number): Promise<true> => {
      const from = known.length;
      return until('keys are created', SOON_MS, () => known.length >= from + more || undefined).then(
        () => true,
      );
    };
    try {
      await progress(5);
      await replica(2).stop('SIGKILL');
      await progress(5);
      await postgres.halt('SIGKILL');
      await postgres.start();
      await progress(5);
    } finally {
      stop = true;
      await Promise.all(clients);
    }
    replicas[2] = await startReplica(replica(0), url, join(folder, 'c'));
    for (const index of [0, 1, 2]) {
      assert.ok(index === 2 || replica(index).program.running(), replica(index).program.output());
      // Until then, a replica that was cut off may answer with what it had.
      await until('the replica is ready', SOON_MS, async () => {
        const answer = await ask(`${replica(index).url}/readyz`);
        return answer.status === 200;
      });
      const { text } = await keySet(index);
      for (const { key } of revoked) assert.ok(!text.includes(key.id), 'a revoked key stays revoked');
      // A revocation that was not answered may have been done.
      const sure = known.filter((key, at) => at % 2 === 0 && !revoked.includes(key));
      for (const { key } of sure.slice(0, 3)) assert.ok(text.includes(key.id), 'a created key stays');
    }
  });
});
