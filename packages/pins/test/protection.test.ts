import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertProtected } from '../src/protection.ts';

describe('the protection of a socket', { skip: process.platform === 'win32' && 'no modes' }, () => {
  const outer = mkdtempSync(join(tmpdir(), 'lostwax-socket-'));
  const folder = join(outer, 'folder');
  const socket = join(folder, 'pins.sock');
  const link = join(outer, 'link.sock');
  const server = createServer();
  before(async () => {
    mkdirSync(folder);
    server.listen(socket);
    await once(server, 'listening');
    symlinkSync(socket, link);
  });
  after(() => {
    server.close();
    rmSync(outer, { recursive: true });
  });

  const cases: readonly (readonly [
    what: string,
    outer: number,
    folder: number,
    socket: number,
    open: boolean,
  ])[] = [
    ['everybody may write to it', 0o755, 0o755, 0o666, true],
    ['only its folder protects it', 0o755, 0o700, 0o666, false],
    ['only a folder further up protects it', 0o700, 0o755, 0o666, false],
    ['its own mode protects it', 0o755, 0o755, 0o600, false],
    ['its group may write to it', 0o755, 0o750, 0o660, false],
    ['everybody may replace it', 0o755, 0o777, 0o600, true],
    ['everybody may replace its folder', 0o777, 0o700, 0o600, true],
    ['everybody may create files beside it, as in /tmp', 0o1777, 0o1777, 0o600, false],
  ];
  for (const [what, outerMode, folderMode, mode, isOpen] of cases)
    it(`${isOpen ? 'is missing' : 'is there'} where ${what}`, () => {
      chmodSync(socket, mode);
      chmodSync(folder, folderMode);
      chmodSync(outer, outerMode);
      for (const path of [socket, link])
        if (isOpen) assert.throws(() => assertProtected(path), { name: 'TargetError' });
        else assertProtected(path);
    });

  it('is no question without a socket', () => assertProtected(join(outer, 'missing', 'pins.sock')));
});
