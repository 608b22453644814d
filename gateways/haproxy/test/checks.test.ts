/** HAProxy with a table of pins answers as a gate does that follows the same workspace. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { answersAsAGate } from '../../../packages/pins/test/support/checks.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { haproxyWithPins } from './support.ts';

for (const name of ['haproxy', 'haproxy-3.0']) {
  const { program, skip } = await peerForTests(name);

  describe(`${name} with pins`, { skip, timeout: 120_000 }, () => {
    const { setup } = answersAsAGate(haproxyWithPins(program), {
      alsoRefused: { 'two Authorization lines': (it) => [bearer(it), bearer(it)] },
      foreign: ['/dev/null', 'deadline'],
    });

    it('has a configuration that HAProxy finds nothing wrong with', async () => {
      const { stdout, stderr } = await promisify(execFile)(program, ['-c', ...setup().args]);
      assert.doesNotMatch(stdout + stderr, /WARNING|ALERT/);
    });
  });
}
