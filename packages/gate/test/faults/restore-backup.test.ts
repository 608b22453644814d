/** A backup is restored in front of running gates: what was revoked after it stays refused everywhere. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { lostwaxCommand } from '../../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { ask } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from '../support/house.ts';

const LIMIT_MS = 15_000;

interface Report {
  readonly settled: boolean;
  readonly workspaces: readonly {
    readonly slug: string;
    readonly revoked: number;
    readonly revokedInactive: number;
    readonly uncovered: number;
    readonly unknownSince: string | null;
    readonly lost: { readonly count: number; readonly keys: readonly { readonly keyId: string }[] };
  }[];
}

/** Runs the command with `--json`. */
function lostwax(...args: readonly string[]): Promise<{ readonly code: number; readonly out: unknown }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [lostwaxCommand, ...args, '--json'], (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, out: JSON.parse(stdout === '' ? stderr : stdout) });
    });
  });
}

describe('a backup restored in front of running gates', { timeout: 120_000 }, () => {
  let house: House;
  /** Follow the public and the full feed. */
  let gates: readonly [RunningGate, RunningGate];
  let caches: readonly [string, string];
  /** With the secret for the set that the gate of the full feed serves. */
  let evidenceKey: string;
  let backup: string;
  const keys = new Map<string, TestKey>();
  const key = (name: string): TestKey => keys.get(name) ?? assert.fail(name);
  let embedded: string;

  const codes = async (token: string): Promise<string[]> =>
    Promise.all(gates.map((gate) => gate.code(token)));
  const onKey = (name: string, what: string) =>
    house.authority.call('POST', `/v1/workspaces/acme/keys/${key(name).id}/${what}`, {});
  const stateOf = async (name: string): Promise<string> => {
    const path = `/v1/workspaces/acme/keys/${key(name).id}`;
    return (await house.authority.call<{ state: string }>('GET', path)).state;
  };
  const restore = (...more: readonly string[]) =>
    lostwax('restore', '--from', backup, '--data', house.authority.dataFolder, ...more);

  before(async () => {
    house = await makeHouse();
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'opaque'] });
    const issue = async (name: string, body: object = {}): Promise<void> => {
      keys.set(name, await house.issue(body));
    };
    for (const name of ['kept', 'revoked', 'disabled later', 'disabled, then revoked']) await issue(name);
    await issue('opaque kept', { method: 'opaque' });
    await issue('opaque revoked', { method: 'opaque' });
    await issue('of a suspended customer', { customer: 'suspended' });
    await issue('expires', { expiresAt: new Date(Date.now() + 4_000).toISOString() });
    await onKey('disabled, then revoked', 'disable');
    await house.authority.call('PATCH', '/v1/workspaces/acme/customers/suspended', { state: 'suspended' });
    const feedKey = join(house.folder, 'feed.key');
    writeFileSync(feedKey, house.authority.adminKey, { mode: 0o600 });
    caches = [join(house.folder, 'public'), join(house.folder, 'full')];
    evidenceKey = join(house.folder, 'evidence.key');
    writeFileSync(evidenceKey, 'a-secret-of-more-than-22-characters', { mode: 0o600 });
    const serving = ['--status-port', '0', '--evidence-key-file', evidenceKey];
    const common = ['--issuer', house.issuer, '--max-stale', '60', '--cache'];
    gates = [
      await startGate([...common, caches[0]]),
      await startGate([...common, caches[1], '--feed-key-file', feedKey, ...serving]),
    ];
    await Promise.all(gates.map(gateReady));
    const session = { customer: 'customer-1', embed: true };
    ({ token: embedded } = await house.authority.call<{ token: string }>(
      'POST',
      '/v1/workspaces/acme/portal-sessions',
      session,
    ));
    backup = join(house.folder, 'acme.backup');
    const made = await lostwax('backup', '--data', house.authority.dataFolder, '--to', backup);
    assert.equal(made.code, 0, JSON.stringify(made.out));

    for (const name of ['revoked', 'opaque revoked', 'disabled, then revoked']) await onKey(name, 'revoke');
    await onKey('disabled later', 'disable');
    await issue('late');
    await until('the gates know everything', LIMIT_MS, async () => {
      const [late, revoked] = [await codes(key('late').token), await codes(key('revoked').token)];
      const opaque = await gates[1].code(key('opaque revoked').token);
      return (
        late.every((code) => code === 'accepted') && !revoked.includes('accepted') && opaque !== 'accepted'
      );
    });
    await house.authority.stop('SIGKILL');
    // The first administrator key isn't in the backup; the operator has it elsewhere.
    copyFileSync(join(house.authority.dataFolder, 'admin.key'), join(house.folder, 'admin.key'));
    rmSync(house.authority.dataFolder, { recursive: true });
    mkdirSync(house.authority.dataFolder);
    copyFileSync(join(house.folder, 'admin.key'), join(house.authority.dataFolder, 'admin.key'));
  });
  after(async () => {
    await Promise.all((gates ?? []).map((gate) => gate.stop()));
    await house?.end();
  });

  it('names what the public feed can not tell, and waits', async () => {
    const { code, out } = await restore('--evidence', caches[0], '--administrators', 'keep');
    assert.equal(code, 1);
    const { settled, workspaces } = out as Report;
    assert.equal(settled, false);
    const acme = workspaces.find(({ slug }) => slug === 'acme') ?? assert.fail();
    assert.equal(acme.uncovered, 2, 'the opaque keys');
    assert.notEqual(acme.unknownSince, null);
    const served = await lostwax('serve', '--data', house.authority.dataFolder, '--port', '0');
    assert.equal(served.code, 1);
    assert.equal((served.out as { code: string }).code, 'restore_undecided');
  });

  it('can be tried elsewhere with the set that a gate serves, which no stranger can read', async () => {
    const url = `${gates[1].statusUrl}/evidence`;
    for (const path of [url, `${url}/0`])
      for (const sent of [[], [['authorization', `Bearer ${house.authority.adminKey}`]]] as const) {
        const { status, text } = await ask(path, sent);
        assert.deepEqual([status, JSON.parse(text).code], [401, 'evidence_refused']);
      }
    assert.equal((await ask(`${gates[1].url}/evidence`)).status, 404);
    const elsewhere = ['--from', backup, '--data', join(house.folder, 'elsewhere')];
    const tried = (...more: readonly string[]) =>
      lostwax('restore', ...elsewhere, '--administrators', 'keep', '--evidence', ...more);
    const refused = await tried(url);
    assert.equal((refused.out as { code: string }).code, 'evidence_unusable');
    const abroad = await tried('http://gate.example.com/evidence', '--evidence-key-file', evidenceKey);
    assert.deepEqual([abroad.code, (abroad.out as { code: string }).code], [2, 'usage']);
    const { code, out } = await tried(url, '--evidence-key-file', evidenceKey);
    assert.equal(code, 0, JSON.stringify(out));
    const acme = (out as Report).workspaces.find(({ slug }) => slug === 'acme') ?? assert.fail();
    assert.deepEqual([acme.uncovered, acme.revoked, acme.revokedInactive], [0, 5, 2]);
    assert.deepEqual(
      acme.lost.keys.map(({ keyId }) => keyId),
      [key('late').id],
    );
  });

  it('revokes what the full feed has no more, and names keys that are lost', async () => {
    const { code, out } = await lostwax(
      ...['restore', '--data', house.authority.dataFolder, '--administrators', 'keep'],
      ...['--evidence', caches[1], '--evidence', caches[0]],
    );
    assert.equal(code, 0, JSON.stringify(out));
    const { settled, workspaces } = out as Report;
    assert.equal(settled, true);
    const acme = workspaces.find(({ slug }) => slug === 'acme') ?? assert.fail();
    assert.equal(acme.uncovered, 0);
    assert.deepEqual(
      acme.lost.keys.map(({ keyId }) => keyId),
      [key('late').id],
    );
    assert.equal(acme.lost.count, 1);
    assert.equal(acme.revokedInactive, 2, 'the disabled and the suspended one');
    assert.equal(acme.revoked, 5);
  });

  it('keeps them refused at gates, in the key set and the feed, and in the portal', async () => {
    const ended = ['revoked', 'opaque revoked', 'disabled, then revoked', 'disabled later', 'expires'];
    await house.restart();
    const fresh = await house.issue();
    await until('the gates load the restored set', 30_000, async () => {
      for (const name of ended) assert.ok(!(await codes(key(name).token)).includes('accepted'), name);
      return (await codes(fresh.token)).every((code) => code === 'accepted');
    });
    assert.deepEqual(await codes(key('kept').token), ['accepted', 'accepted']);
    assert.equal(await gates[1].code(key('opaque kept').token), 'accepted');
    const refused = [...ended, 'late', 'of a suspended customer'];
    for (const name of refused) assert.ok(!(await codes(key(name).token)).includes('accepted'), name);

    const jwks = await (await fetch(`${house.issuer}/.well-known/jwks.json`)).text();
    assert.ok(jwks.includes(key('kept').id));
    for (const name of refused) assert.ok(!jwks.includes(key(name).id), name);
    for (const name of ['revoked', 'opaque revoked', 'disabled, then revoked', 'disabled later'])
      assert.equal(await stateOf(name), 'revoked', name);
    assert.equal(await stateOf('expires'), 'expired');
    await assert.rejects(onKey('disabled, then revoked', 'enable'), /key_ended/);
    await house.authority.call('PATCH', '/v1/workspaces/acme/customers/suspended', { state: 'active' });
    assert.equal(await stateOf('of a suspended customer'), 'revoked');

    const portal = await fetch(`${house.authority.url}/v1/session`, {
      headers: { authorization: `Bearer ${embedded}` },
    });
    assert.equal(portal.status, 401, 'sessions from before the backup have ended');
  });

  it('lets a gate start again from its cache', async () => {
    await gates[0].stop();
    const again = await startGate(['--issuer', house.issuer, '--cache', caches[0]]);
    try {
      await gateReady(again);
      assert.equal(await again.code(key('kept').token), 'accepted');
      assert.equal(await again.code(key('revoked').token), 'key_unknown');
    } finally {
      await again.stop();
    }
  });

  it('leaves an audit log that agrees with what is published', async () => {
    const env = {
      ...process.env,
      LOSTWAX_URL: house.authority.url,
      LOSTWAX_ADMIN_KEY: house.authority.adminKey,
    };
    const { promise, resolve } = Promise.withResolvers<string>();
    execFile(process.execPath, [lostwaxCommand, 'audit', 'verify', '--json'], { env }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
    const found = JSON.parse(await promise) as {
      workspaces?: readonly { differences: readonly unknown[] }[];
    };
    assert.ok((found.workspaces?.length ?? 0) > 0, JSON.stringify(found));
    for (const { differences } of found.workspaces ?? []) assert.deepEqual(differences, []);
  });
});
