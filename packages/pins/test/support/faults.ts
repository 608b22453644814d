/** Whatever restarts, hangs or is lost: a gateway that holds pins has the set again within a second, or refuses. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { chmodSync, statSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, before, it } from 'node:test';
import { lostwaxCommand } from '../../../../tools/testing/authority.ts';
import { startPins } from '../../../../tools/testing/pins.ts';
import { startProgram } from '../../../../tools/testing/program.ts';
import { ask, bearer } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
import type { TestKey } from '../../../gate/test/support/house.ts';
import { type PinsGateway, type Setup, setUp } from './setup.ts';

export const pinOf = (text: string): string => hash('sha256', text, 'base64url');
const MAX_STALE = 3;
/** Whatever happens, on two busy cores. */
export const LIMIT_MS = 20_000;

/** What tests of one gateway's own faults need, from the first test on. */
export interface Faulted {
  setup(): Setup;
  /** A good key, and one that was revoked. */
  key(): TestKey;
  revoked(): TestKey;
  recovers(): Promise<void>;
  refuses(): Promise<unknown>;
}

/**
 * Adds the tests to the current `describe`.
 *
 * @param flags - More flags for `lostwax gateway <name>`.
 */
export function survives(gateway: PinsGateway, flags: readonly string[] = []): Faulted {
  const { title } = gateway;
  let setup: Setup;
  let key: TestKey;
  let revoked: TestKey;

  before(async () => {
    setup = await setUp(gateway, flags, MAX_STALE);
    key = await setup.house.issue();
    revoked = await setup.house.issue();
    await setup.seen(revoked.token, 200);
    await setup.house.revoke(revoked);
    await setup.seen(revoked.token, 401);
  });
  after(() => setup?.end());

  /** Waits for the good key, and sees to it that nothing but a refusal comes before, and never the revoked key. */
  const recovers = async (): Promise<void> => {
    await until(`${title} has the set again`, LIMIT_MS, async () => {
      const [good, bad] = await Promise.all(
        [key, revoked].map(({ token }) => setup.ask(bearer(token)).catch(() => undefined)),
      );
      assert.notEqual(bad?.status, 200, 'the revoked key');
      return good?.status === 200 && bad?.status === 401;
    });
  };
  const refuses = () =>
    until(`${title} refuses with 503`, LIMIT_MS, async () => {
      const { status, headers, text } = await setup.ask(bearer(key.token));
      if (status !== 503) return false;
      assert.deepEqual([JSON.parse(text).code, headers['retry-after']], ['set_stale', '1']);
      return true;
    });
  it('starts empty after a restart, and refuses until it has the set', async () => {
    setup.pins.child.kill('SIGSTOP');
    await setup.restartGateway();
    await refuses();
    setup.pins.child.kill('SIGCONT');
    await recovers();
  });

  it('has a process that says what the gateway has', async () => {
    const statusUrl = /"statusUrl":"([^"]*)"/.exec(setup.pins.output())?.[1] ?? assert.fail();
    const { status } = await ask(`${statusUrl}/readyz`);
    const { text } = await ask(`${statusUrl}/metrics`);
    assert.equal(status, 200);
    assert.match(text, /^lostwax_pins_in_use 1$/m);
    for (const name of ['keys', 'set_age_seconds', 'replacements_total', 'gateway_failures_total'])
      assert.match(text, new RegExp(`^lostwax_pins_${name} [\\d.e-]+$`, 'm'));
    await setup.gateway.stop(gateway.signal);
    await until('it is not ready', LIMIT_MS, async () => (await ask(`${statusUrl}/readyz`)).status === 503);
    await setup.restartGateway();
    await recovers();
  });

  it('refuses when the process hangs, and recovers when it goes on', async () => {
    setup.pins.child.kill('SIGSTOP');
    await refuses();
    setup.pins.child.kill('SIGCONT');
    await recovers();
  });

  it('never refuses a good key while the whole set is written again and keys are revoked', async () => {
    const issued = await setup.house.issueMany('many', 2_000);
    // However long a start takes on a busy machine, the deadline is not what makes the gateway refuse.
    const flags = [...setup.pinsFlags, '--max-stale', '300'];
    const startAgain = async () => {
      await setup.pins.stop('SIGKILL');
      setup.pins = await startPins(flags);
      await until('the set is written', LIMIT_MS, () => / has the whole set/.test(setup.pins.output()));
    };
    await startAgain();
    const end = new AbortController();
    const statuses = new Set<number>();
    const asking = Array.from({ length: 2 }, async () => {
      while (!end.signal.aborted) statuses.add(await setup.status(key.token));
    });
    const gone: TestKey[] = [];
    const revoking = (async () => {
      for (const one of issued) {
        if (end.signal.aborted) break;
        await setup.house.revoke(one);
        gone.push(one);
      }
    })();
    for (let round = 0; round < 5; round++) await startAgain();
    end.abort();
    await Promise.all([revoking, ...asking]);
    assert.deepEqual([...statuses], [200]);
    for (const { token } of gone) await setup.seen(token, 401);
    assert.ok(gone.length > 100, `${gone.length} revoked`);
    // Nor has the table been written again since: what it has was counted right, and no change was taken for an edit.
    const output = setup.pins.output();
    assert.equal(output.split(' has the whole set').length, 2, output);
    await setup.house.revokeAll('many');
    await setup.seen(issued.at(-1)?.token ?? '', 401);
    await setup.pins.stop();
    setup.pins = await startPins(setup.pinsFlags);
    await recovers();
  });

  it('goes on while the process is restarted, and has what happened in between', async () => {
    await setup.pins.stop('SIGKILL');
    assert.equal(await setup.status(key.token), 200);
    const own = await setup.house.issue();
    setup.pins = await startPins(setup.pinsFlags);
    await setup.seen(own.token, 200);
    await setup.house.revoke(own);
    await setup.seen(own.token, 401);
    await recovers();
  });

  it('does not let a second process start on the same machine', async () => {
    const second = startProgram(process.execPath, [lostwaxCommand, 'pins', '--json', ...setup.pinsFlags]);
    await until('the second process has ended', LIMIT_MS, () => !second.running());
    assert.match(second.output(), /"code":"already_running"/);
    assert.equal(second.child.exitCode, 1);
    await recovers();
  });

  it('ends one of two processes that cannot see each other', async () => {
    // As in containers: the path is another one, the socket the same.
    const flags = setup.pinsFlags.map((flag) => flag.replace('pins.sock', 'other.sock'));

    symlinkSync(setup.socket, setup.socket.replace('pins.sock', 'other.sock'));
    const second = await startPins(flags);
    // The first, unless it was just writing the whole set over that of the second.
    const ended = await until('one of them has ended', LIMIT_MS, () =>
      [setup.pins, second].find((one) => !one.running()),
    );
    assert.match(ended.output(), /Run only one for each gateway/);
    await recovers();
    await Promise.all([setup.pins.stop(), second.stop()]);
    setup.pins = await startPins(setup.pinsFlags);
    await recovers();
  });

  it('writes nothing through a socket that any user can write to, and says so', async () => {
    await setup.pins.stop();
    // Modes of a socket are checked when the whole set is written.
    const folders = [dirname(setup.folder), setup.folder];
    for (const folder of folders) chmodSync(folder, 0o755);
    const { mode } = statSync(setup.socket);
    chmodSync(setup.socket, 0o666);
    setup.pins = await startPins(setup.pinsFlags);
    await until('the log says so', LIMIT_MS, () => /Any user of this machine/.test(setup.pins.output()));
    await refuses();
    for (const folder of folders) chmodSync(folder, 0o700);
    chmodSync(setup.socket, mode);
    await recovers();
  });

  it('refuses when the authority is gone for too long, and recovers', async () => {
    await setup.house.authority.stop('SIGKILL');
    await refuses();
    await setup.house.restart();
    await recovers();
  });

  return { setup: () => setup, key: () => key, revoked: () => revoked, recovers, refuses };
}
