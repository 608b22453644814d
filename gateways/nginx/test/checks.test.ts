/** nginx with a table of pins answers as a gate does that follows the same workspace. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { answersAsAGate } from '../../../packages/pins/test/support/checks.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { nginxWithPins } from './support.ts';

const { program, skip } = await peerForTests('nginx-njs');

describe('nginx with pins', { skip, timeout: 120_000 }, () => {
  const { setup, key } = answersAsAGate(nginxWithPins(program), {
    dropsEmptyHeaders: true,
    foreign: ['#fresh', ''],
  });

  it('has a configuration that nginx finds nothing wrong with', async () => {
    const { stderr } = await promisify(execFile)(program, ['-t', ...setup().args]);
    assert.doesNotMatch(stderr, /\[(?:warn|error|emerg)\]/);
    assert.match(stderr, /test is successful/);
  });

  it('refuses two Authorization lines before it checks a key', async () => {
    assert.equal((await setup().ask(bearer(key().token), bearer(key().token))).status, 400);
  });

  it('passes nothing on if its script fails', async () => {
    const file = join(setup().folder, 'lostwax.js');
    const script = await readFile(file, 'utf8');
    const serve = async (text: string, status: number): Promise<void> => {
      await writeFile(file, text);
      setup().gateway.child.kill('SIGHUP');
      await setup().seen(key().token, status);
    };
    await serve('export default { check: () => none(), push: () => {} };', 500);
    await serve(script, 200);
  });
});
