/** Stopping the gate: requests in progress, requests sent at that moment, and other signals. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { assertNoInspector } from '../../../tools/testing/inspector.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { startApi } from './support/api.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const SOON_MS = 15_000;

describe("the gate's stop", { timeout: 120_000 }, () => {
  let house: House;
  let key: TestKey;
  before(async () => {
    house = await makeHouse();
    key = await house.issue();
  });
  after(() => house?.end());

  it('requests in progress are answered, even if it is stopped twice', async () => {
    let waiting: ServerResponse | undefined;
    const api = await startApi((_, response) => {
      waiting = response;
    });
    const gate = await startGate(['--issuer', house.issuer, '--upstream', api.url, '--status-port', '0']);
    try {
      await gateReady(gate);
      const idle = connect(Number(new URL(gate.url).port), '127.0.0.1');
      const idleEnded = once(idle, 'close');
      await once(idle, 'connect');
      idle.on('error', () => {}).resume();
      const answer = ask(`${gate.url}/`, [bearer(key.token)]);
      answer.catch(() => {});
      await until('the upstream receives the request', SOON_MS, () => waiting !== undefined);
      const ended = once(gate.program.child, 'exit');
      gate.program.child.kill('SIGTERM');
      await until('no new request gets through', SOON_MS, () =>
        ask(`${gate.url}/`).then(
          () => false,
          () => true,
        ),
      );
      gate.program.child.kill('SIGTERM');
      await idleEnded;
      assert.ok(gate.program.running(), 'it waits for requests in progress');
      waiting?.end('done');
      assert.deepEqual({ ...(await answer), headers: {} }, { status: 200, headers: {}, text: 'done' });
      assert.deepEqual(await ended, [0, null]);
    } finally {
      await gate.stop();
      await api.stop();
    }
  });

  it('SIGTERM loses no request: it drains first, and reports that', async (t) => {
    const api = await startApi((_, response) => response.end('done'));
    t.after(() => api.stop());
    for (const flags of [
      ['--upstream', api.url, '--status-port', '0', '--forward-verify'],
      ['--threads', '2'],
    ]) {
      const gate = await startGate(['--issuer', house.issuer, '--drain', '4', ...flags]);
      try {
        await gateReady(gate);
        const agent = new Agent({ keepAlive: true });
        const headers = { authorization: `Bearer ${key.token}` };
        const send = () =>
          new Promise<[status: number | undefined, connection: string | undefined]>((resolve, reject) => {
            const outgoing = request(`${gate.url}/verify`, { agent, headers }, (answer) => {
              const { statusCode, headers: said } = answer;
              answer.on('end', () => resolve([statusCode, said.connection])).resume();
            });
            outgoing.on('error', reject).end();
          });
        const sendMany = () => Promise.all(Array.from({ length: 50 }, send));
        await sendMany();
        const ended = once(gate.program.child, 'exit');
        gate.program.child.kill('SIGTERM');
        // Sent at the same moment, on connections that were idle and then on new ones.
        await until('each answer is the last of its connection', SOON_MS, async () => {
          const answers = await sendMany();
          for (const [status] of answers) assert.equal(status, 200);
          return answers.every(([, connection]) => connection === 'close');
        });
        const { status, text } = await ask(`${gate.statusUrl}/readyz`);
        assert.deepEqual([status, (JSON.parse(text) as { code: string }).code], [503, 'shutting_down']);
        agent.destroy();
        assert.deepEqual(await ended, [0, null]);
      } finally {
        await gate.stop();
      }
    }
  });

  it('Ctrl-C does not drain, and SIGUSR1 opens no inspector', async () => {
    const gate = await startGate(['--issuer', house.issuer, '--drain', '60', '--threads', '2']);
    try {
      await gateReady(gate);
      await assertNoInspector(gate.program);
      assert.equal(await gate.code(key.token), 'accepted');
      gate.program.child.kill('SIGINT');
      await until('it has ended', SOON_MS, () => !gate.program.running());
    } finally {
      await gate.stop('SIGKILL');
    }
  });

  it('an answer that never comes does not block the stop', async () => {
    const api = await startApi(() => {});
    const gate = await startGate(['--issuer', house.issuer, '--upstream', api.url, '--status-port', '0']);
    try {
      await gateReady(gate);
      const cut = assert.rejects(ask(`${gate.url}/`, [bearer(key.token)]));
      await until('the upstream receives the request', SOON_MS, async () => (await api.connections()) > 0);
      gate.program.child.kill('SIGTERM');
      await cut;
      await until('it has ended', SOON_MS, () => !gate.program.running());
      assert.equal(gate.program.child.exitCode, 0);
    } finally {
      await gate.stop('SIGKILL');
      await api.stop();
    }
  });
});
