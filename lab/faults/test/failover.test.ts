/** A standby takes over from a PostgreSQL primary, in front of two authorities and a gate. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { comparePositions, isSameHistory, type Position, parseHead } from '@lostwax/contract';
import { giveAway } from '../../../tools/peers/cluster.ts';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { postgresPeer, replicaFlags } from '../../../tools/testing/postgres.ts';
import { ask } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type Front, startFront } from '../front.ts';
import { allReady, startReplicas } from '../replicas.ts';
import { copyServer, createServer, type Server, startServer } from '../server.ts';

const LIMIT_MS = 30_000;

interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

describe('a failover of PostgreSQL', { skip: postgresPeer.skip, timeout: 180_000 }, () => {
  let folder: string;
  let front: Front;
  let primary: Server;
  let replicas: RunningAuthority[] = [];
  let gate: RunningGate;
  let watching: AbortController;
  let watched: Promise<unknown>;
  let servers = 0;
  /** What each replica has shown as its position, in order. */
  const seen: Position[][] = [[], []];

  const first = (): RunningAuthority => replicas[0] ?? assert.fail();
  const issue = (): Promise<Issued> =>
    first().call('POST', '/v1/workspaces/acme/keys', { customer: 'customer' });
  const revoke = ({ key }: Issued): Promise<unknown> =>
    first().call('POST', `/v1/workspaces/acme/keys/${key.id}/revoke`, {});
  const gateSays = (one: Issued, code: string): Promise<unknown> =>
    until(`the gate says ${code}`, LIMIT_MS, async () => (await gate.code(one.token)) === code);
  const headOf = async ({ url }: RunningAuthority): Promise<Position | undefined> => {
    const { status, text } = await ask(`${url}/acme/feed/head`);
    return status === 200 ? parseHead(text)?.position : undefined;
  };
  const heads = (): Promise<readonly Position[]> =>
    Promise.all(
      replicas.map((replica) => until('the replica shows its position', LIMIT_MS, () => headOf(replica))),
    );
  const addStandby = async (): Promise<Server> => {
    servers += 1;
    await copyServer(primary, join(folder, `p${servers}`));
    const standby = await startServer(join(folder, `p${servers}`));
    await until('it streams', LIMIT_MS, async () => {
      const rows = await primary.rows("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'");
      return rows.length > 0;
    });
    return standby;
  };
  /** Kills the primary, and puts the standby in its place. */
  const failOver = async (standby: Server): Promise<void> => {
    front.cut();
    await primary.kill();
    await standby.rows('SELECT pg_promote()');
    primary = standby;
    front.lead(primary.socket);
    front.heal();
  };
  const watch = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted)
      for (const [index, replica] of replicas.entries()) {
        const position = await headOf(replica).catch(() => undefined);
        if (position !== undefined) seen[index]?.push(position);
      }
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lostwax-failover-'));
    await chmod(folder, 0o755);
    await giveAway(folder);
    await createServer(join(folder, 'p0'));
    primary = await startServer(join(folder, 'p0'));
    front = await startFront(primary.socket);
    const url = `postgres://lostwax@127.0.0.1:${front.port}/postgres`;
    replicas = await startReplicas(folder, [url, url]);
    await first().call('POST', '/v1/workspaces', { slug: 'acme' });
    const flags = replicas.flatMap((replica) => ['--feed', replica.url]);
    gate = await startGate(['--issuer', `http://localhost:${first().port}/acme`, ...flags]);
    await gateReady(gate);
    watching = new AbortController();
    watched = watch(watching.signal);
  });
  after(async () => {
    watching?.abort();
    await watched;
    await gate?.stop();
    for (const replica of replicas) await replica.stop('SIGKILL');
    await front?.close();
    await primary?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('to an asynchronous standby begins a new history, and revokes what a replica knew to be revoked', async () => {
    const standby = await addStandby();
    const [kept, revoked] = [await issue(), await issue()];
    await gateSays(revoked, 'accepted');
    await until('the standby has the keys', LIMIT_MS, async () => {
      const rows = await standby.rows(`SELECT 1 FROM keys WHERE kid = '${revoked.key.id}'`);
      return rows.length > 0;
    });
    await standby.rows("ALTER SYSTEM SET primary_conninfo = ''");
    await standby.rows('SELECT pg_reload_conf()');
    await until('it receives nothing more', LIMIT_MS, async () => {
      return (await primary.rows('SELECT 1 FROM pg_stat_replication')).length === 0;
    });
    await revoke(revoked);
    const late = await issue();
    await Promise.all([gateSays(revoked, 'key_unknown'), gateSays(late, 'accepted')]);
    const before = await heads();

    await failOver(standby);
    await until('the gate forgets the key that was lost', LIMIT_MS, async () => {
      assert.notEqual(await gate.code(revoked.token), 'accepted');
      return (await gate.code(late.token)) === 'key_unknown';
    });
    await gateSays(kept, 'accepted');
    assert.notEqual(await gate.code(revoked.token), 'accepted');
    const after = await heads();
    for (const [index, position] of after.entries()) {
      const earlier = before[index] ?? assert.fail();
      assert.notEqual(position.lineage, earlier.lineage);
      assert.ok(position.epoch > earlier.epoch);
      assert.equal(position.lineage, after[0]?.lineage, 'the same history everywhere');
    }
    const path = `/v1/workspaces/acme/keys/${revoked.key.id}`;
    assert.equal((await first().call<{ state: string }>('GET', path)).state, 'revoked');
    const output = replicas.map(({ program }) => program.output()).join('');
    assert.match(output, /"level":50[^\n]*"revoked":1[^\n]*failed over/);
  });

  it('to a synchronous standby changes nothing for readers', async () => {
    await primary.rows("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
    await primary.rows('SELECT pg_reload_conf()');
    const standby = await addStandby();
    await until('it is synchronous', LIMIT_MS, async () => {
      const rows = await primary.rows("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
      return rows.length > 0;
    });
    const [kept, revoked] = [await issue(), await issue()];
    await revoke(revoked);
    const [before] = await heads();
    await failOver(standby);
    await primary.rows('ALTER SYSTEM RESET synchronous_standby_names');
    await primary.rows('SELECT pg_reload_conf()');
    await allReady(replicas);
    const late = await issue();
    await Promise.all([gateSays(kept, 'accepted'), gateSays(late, 'accepted')]);
    assert.equal(await gate.code(revoked.token), 'key_unknown');
    for (const position of await heads()) assert.equal(position.lineage, before?.lineage);
    const [server] = await primary.rows('SELECT timeline FROM database_server');
    assert.equal(server?.['timeline'], 3, 'it was noticed');
  });

  it('never shows an older position after a newer one', () => {
    for (const positions of seen) {
      assert.ok(positions.length > 10);
      for (const [index, position] of positions.entries()) {
        const earlier = positions[index - 1] ?? position;
        assert.ok(comparePositions(position, earlier) >= 0);
        assert.ok(isSameHistory(position, earlier) || position.epoch > earlier.epoch);
      }
    }
  });

  it('that no authority was running to see is treated as a restored copy unless it is recent', async () => {
    watching.abort();
    await watched;
    const [one, other] = replicas;
    assert.ok(one && other);
    const flags = replicaFlags(one, `postgres://lostwax@127.0.0.1:${front.port}/postgres`);
    for (const replica of replicas) await replica.stop();
    const lineage = async (): Promise<unknown> =>
      (await primary.rows("SELECT lineage FROM workspaces WHERE slug = 'acme'"))[0]?.['lineage'];
    const before = await lineage();
    await failOver(await addStandby());
    await (await startAuthority(other.dataFolder, 0, flags)).stop();
    const renewed = await lineage();
    assert.notEqual(renewed, before);

    // As if the server had been restored from a copy of an hour ago.
    await primary.rows('UPDATE database_server SET timeline = timeline - 1');
    await primary.rows('UPDATE writers SET at = at - 3600000');
    await assert.rejects(startAuthority(other.dataFolder, 0, flags), /restore_undecided/);
    assert.equal(await lineage(), renewed);
  });
});
