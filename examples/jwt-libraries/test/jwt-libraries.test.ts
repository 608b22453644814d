/** The settings of docs/jwt-libraries.md in the real libraries: how soon a new key works, how soon a revoked one doesn't, and what an outage does. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { run } from '../../../tools/peers/run.ts';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { conversation } from '../../../tools/testing/conversation.ts';
import { until } from '../../../tools/testing/until.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const example = join(import.meta.dirname, '..');
const document = readFileSync(join(root, 'docs', 'jwt-libraries.md'), 'utf8');
const SOON_MS = 30_000;

interface Library {
  readonly name: string;
  readonly peer: string;
  /** Prepares the document's example in `folder` and starts it: one key per line in, one status per line out. */
  readonly start: (program: string, folder: string, code: string) => Promise<ChildProcessWithoutNullStreams>;
  readonly language: string;
  /** What a good key gets once the authority has been unreachable for longer than the refresh interval. */
  readonly duringOutage: number;
}

const libraries: readonly Library[] = [
  {
    name: 'PyJWT',
    peer: 'pyjwt',
    language: 'python',
    async start(program, folder, code) {
      writeFileSync(join(folder, 'keys.py'), code);
      cpSync(join(example, 'main.py'), join(folder, 'main.py'));
      return spawn(program, ['main.py'], { cwd: folder });
    },
    duringOutage: 503,
  },
  {
    name: 'keyfunc',
    peer: 'go',
    language: 'go',
    async start(program, folder, code) {
      cpSync(join(example, 'go'), folder, { recursive: true });
      writeFileSync(join(folder, 'keys.go'), code);
      const caches = join(root, '.cache', 'go');
      mkdirSync(caches, { recursive: true });
      const settings = `GOTOOLCHAIN=local GOMODCACHE=${join(caches, 'mod')} GOCACHE=${join(caches, 'build')}`;
      await run('env', [...settings.split(' '), program, 'build', '-C', folder, '-o', 'check', '.']);
      return spawn(join(folder, 'check'), { cwd: folder });
    },
    duringOutage: 200,
  },
];

for (const library of libraries) {
  const { program, skip } = await peerForTests(library.peer);
  describe(`${library.name} as documented`, { skip, timeout: 240_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'lostwax-jwt-'));
    let authority: RunningAuthority;
    let child: ChildProcessWithoutNullStreams;
    let ask: (token: string) => Promise<number>;

    before(async () => {
      authority = await startAuthority(join(folder, 'data'));
      await authority.call('POST', '/v1/workspaces', { slug: 'demo' });
      const place = mkdtempSync(join(folder, 'app-'));
      child = await library.start(program, place, codeFor(library, authority.port));
      const say = conversation(child);
      ask = async (token) => Number.parseInt(await say(token), 10);
    });
    after(async () => {
      child?.kill('SIGKILL');
      await authority?.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });

    const issue = (): Promise<{ key: { id: string }; token: string }> =>
      authority.call('POST', '/v1/workspaces/demo/keys', { customer: 'initech' });
    const answers = (status: number, token: string): Promise<unknown> =>
      until(`the key gets ${status}`, SOON_MS, async () => (await ask(token)) === status);

    it('accepts a new key, and refuses it once it is revoked', async () => {
      const { key, token } = await issue();
      await answers(200, token);
      await authority.call('POST', `/v1/workspaces/demo/keys/${key.id}/revoke`);
      await answers(401, token);
    });

    it('refuses what is not a key, and a key of another workspace', async () => {
      await authority.call('POST', '/v1/workspaces', { slug: 'other' });
      const other: { token: string } = await authority.call('POST', '/v1/workspaces/other/keys', {
        customer: 'initech',
      });
      for (const text of ['nonsense', other.token]) assert.equal(await ask(text), 401);
    });

    it(`answers ${library.duringOutage} while the authority is unreachable`, async () => {
      const [kept, revoked] = [await issue(), await issue()];
      await answers(200, kept.token);
      await authority.call('POST', `/v1/workspaces/demo/keys/${revoked.key.id}/revoke`);
      await answers(401, revoked.token);
      await authority.stop('SIGKILL');
      if (library.duringOutage === 503) await answers(503, kept.token);
      else assert.equal(await ask(kept.token), library.duringOutage);
      assert.notEqual(await ask(revoked.token), 200);
    });
  });
}

/** The document's example, for this authority. */
function codeFor({ language }: Library, port: number): string {
  const [, code = ''] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(document) ?? [];
  assert.ok(code.includes('localhost:7420'), `docs/jwt-libraries.md has no example in ${language}`);
  return code.replaceAll('localhost:7420', `localhost:${port}`);
}
