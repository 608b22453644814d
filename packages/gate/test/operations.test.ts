/** The gate as a process: threads on one port, shutdown, usage reports, and ports in use. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';
import { startApi } from './support/api.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const SOON_MS = 15_000;

describe('the gate as a process', { timeout: 120_000 }, () => {
  let house: House;
  let key: TestKey;
  before(async () => {
    house = await makeHouse();
    key = await house.issue();
  });
  after(() => house?.end());

  const reportKey = async (): Promise<string> => {
    const { token } = await house.authority.call<{ token: string }>('POST', '/v1/workspaces/lostwax/keys', {
      customer: 'gate',
      scopes: ['usage:write@acme'],
    });
    const file = join(house.folder, `report-${Math.random()}.key`);
    writeFileSync(file, token);
    return file;
  };
  const lastUsed = async ({ id }: TestKey): Promise<string | null> =>
    (await house.authority.call<{ lastUsedAt: string | null }>('GET', `/v1/workspaces/acme/keys/${id}`))
      .lastUsedAt;

  /** Counts are in the database, but not shown by the API yet. */
  const countOf = ({ id }: TestKey): number => {
    const database = new DatabaseSync(join(house.authority.dataFolder, 'lostwax.db'), { readOnly: true });
    const row = database
      .prepare('SELECT sum(count) AS count FROM usage JOIN keys ON keys.id = usage.key_id WHERE kid = ?')
      .get(id);
    database.close();
    return Number(row?.['count']);
  };

  const proc =
    process.platform === 'linux' ? false : 'reads /proc, and only Linux shares a port among threads';
  it('threads share one port and one table, and are counted together', { skip: proc }, async () => {
    const gate = await startGate(['--issuer', house.issuer, '--threads', '3']);
    try {
      await gateReady(gate);
      const hex = Number(new URL(gate.url).port).toString(16).toUpperCase().padStart(4, '0');
      const listening = readFileSync('/proc/net/tcp', 'utf8')
        .split('\n')
        .filter((line) => new RegExp(`^ *\\d+: 0100007F:${hex} 00000000:0000 0A`).test(line));
      assert.equal(listening.length, 3);
      const codes = await Promise.all(Array.from({ length: 60 }, () => gate.code(key.token)));
      assert.deepEqual(new Set(codes), new Set(['accepted']));
      assert.equal(await gate.metric('lostwax_gate_answers_total{door="http",code="accepted"}'), 60);
      const bytes = await gate.metric('lostwax_gate_set_bytes');
      assert.ok(bytes > 0 && bytes < 1_000_000, `${bytes}`);
      assert.equal(await gate.metric('lostwax_gate_lag_changes'), 0);
    } finally {
      await gate.stop();
    }
  });

  it('a thread that dies is replaced while the others keep answering', { skip: proc }, async () => {
    // The thread that removes the file first dies, because signals cannot target a single thread. `rmSync`
    // would not work, since it may succeed in two threads that remove a file at once.
    const order = join(house.folder, 'die');
    const death = join(house.folder, 'death.mjs');
    writeFileSync(
      death,
      `import { isMainThread } from 'node:worker_threads';
import { unlinkSync } from 'node:fs';
if (!isMainThread) setInterval(() => {
  try { unlinkSync(${JSON.stringify(order)}); } catch { return; }
  throw new Error('This thread was told to die.');
}, 20).unref();
`,
    );
    const env = { ...process.env, NODE_OPTIONS: `--import=${death}` };
    const gate = await startGate(['--issuer', house.issuer, '--threads', '2'], { env });
    try {
      await gateReady(gate);
      assert.equal(await gate.code(key.token), 'accepted');
      const counted = 'lostwax_gate_answers_total{door="http",code="accepted"}';
      const before = await gate.metric(counted);
      writeFileSync(order, '');
      // A connection to the dead thread is cut. A second request is answered.
      const ask = () => gate.code(key.token).catch(() => undefined);
      const replaced = () => gate.metric('lostwax_gate_thread_deaths_total').catch(() => 0);
      await until(
        'a thread has died',
        SOON_MS,
        async () => (await ask()) !== 'accepted' || (await replaced()) === 1,
      );
      await until('it has recovered', SOON_MS, async () => {
        const codes = await Promise.all(Array.from({ length: 10 }, ask));
        return codes.every((code) => code === 'accepted') && (await replaced()) === 1;
      });
      assert.ok((await gate.metric(counted)) > before, 'the counts of the dead thread are not lost');
      const fresh = await house.issue();
      await until('the new one follows too', SOON_MS, async () => {
        const codes = await Promise.all(Array.from({ length: 10 }, () => gate.code(fresh.token)));
        return codes.every((code) => code === 'accepted');
      });
      assert.match(gate.program.output(), /a thread has died/);
    } finally {
      await gate.stop();
    }
  });

  it('a second gate on the same port fails with an error', async () => {
    const gate = await startGate(['--issuer', house.issuer, '--threads', '2']);
    try {
      const args = [lostwaxCommand, 'gate', '--issuer', house.issuer, '--port', new URL(gate.url).port];
      const other = startProgram(process.execPath, [...args, '--threads', '2']);
      await until('it has ended', SOON_MS, () => !other.running());
      assert.notEqual(other.child.exitCode, 0);
      assert.match(other.output(), /is already in use.*choose another port/);
    } finally {
      await gate.stop();
    }
  });

  it('a registered gate reports until when its usage is complete, even without any', async () => {
    const { call } = house.authority;
    const { id: reader } = await call<{ id: string }>('POST', '/v1/workspaces/acme/readers', {
      ...{ name: 'reports', kind: 'gate', refreshSeconds: 5 },
    });
    await call('PATCH', '/v1/workspaces/acme', { allReadersRegistered: true });
    const unused = await house.issue();
    const args = ['--issuer', house.issuer, '--report-key-file', await reportKey(), '--reader', reader];
    const gate = await startGate(args);
    try {
      await gateReady(gate);
      await until('the report that nothing was used', 4 * SOON_MS, async () => {
        const path = `/v1/workspaces/acme/keys/${unused.id}`;
        const fixture = await call<{ createdAt: string; usageKnown: { until: string } | null }>('GET', path);
        return (
          fixture.usageKnown !== null && Date.parse(fixture.usageKnown.until) > Date.parse(fixture.createdAt)
        );
      });
      assert.equal(await gate.metric('lostwax_gate_report_failures_total'), 0);
      assert.equal(await gate.code(`${unused.token.slice(0, -9)}`), 'token_truncated');
      await until('refusals are reported too', 4 * SOON_MS, async () => {
        const { refusals } = await call<{ refusals: { items: object[] } | null }>(
          'GET',
          '/v1/workspaces/acme/overview',
        );
        return (
          refusals !== null &&
          assert.deepEqual(refusals.items, [{ code: 'token_truncated', count: 1 }]) === undefined
        );
      });
    } finally {
      await gate.stop();
      await call('DELETE', `/v1/workspaces/acme/readers/${reader}`);
    }
  });

  it('usage during an outage of the authority is kept, and reported once it is back', async () => {
    const gate = await startGate(['--issuer', house.issuer, '--report-key-file', await reportKey()]);
    try {
      await gateReady(gate);
      const used = await house.issue();
      await gate.accepts(used.token);
      assert.equal(await gate.code(used.token.slice(0, -9)), 'token_truncated', 'which is no use');
      await house.authority.stop('SIGKILL');
      for (let n = 0; n < 5; n += 1) assert.equal(await gate.code(used.token), 'accepted');
      await until(
        'a report fails',
        2 * SOON_MS,
        async () => (await gate.metric('lostwax_gate_report_failures_total')) >= 1,
      );
      assert.equal(await gate.metric('lostwax_gate_uses_waiting_keys'), 1);
      await house.restart();
      assert.equal(await lastUsed(used), null);
      await gate.stop();
      assert.equal(countOf(used), 6);
      const at = await lastUsed(used);
      assert.ok(Math.abs(Date.parse(`${at}`) - Date.now()) < 60_000, `${at}`);
    } finally {
      await gate.stop();
      if (!house.authority.program.running()) await house.restart();
    }
  });

  it('an authority that does not answer does not delay the stop', async () => {
    const silent = await startApi(() => {});
    const flags = ['--report-key-file', await reportKey(), '--report-url', silent.url];
    const gate = await startGate(['--issuer', house.issuer, ...flags]);
    try {
      await gateReady(gate);
      assert.equal(await gate.code(key.token), 'accepted');
      // In progress before the stop: reports are sent every ten seconds.
      await until('a report is in progress', 2 * SOON_MS, async () => (await silent.connections()) > 0);
      const told = performance.now();
      gate.program.child.kill('SIGTERM');
      await until('it has ended', SOON_MS, () => !gate.program.running());
      assert.ok(performance.now() - told < 8_000, 'two seconds are enough');
      assert.equal(gate.program.child.exitCode, 0);
    } finally {
      await gate.stop('SIGKILL');
      await silent.stop();
    }
  });
});
