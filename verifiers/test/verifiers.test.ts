/** The verifiers for Python and Go against a real authority. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../tools/peers/peer.ts';
import { run } from '../../tools/peers/run.ts';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../../tools/testing/authority.ts';
import { conversation } from '../../tools/testing/conversation.ts';
import { buildGo, goSettings } from '../../tools/testing/go.ts';
import { startProgram } from '../../tools/testing/program.ts';
import { until } from '../../tools/testing/until.ts';
import { startFiles } from './files.ts';
import { goExample, pythonExample, type ReadmeExample, startReadmeExample } from './readme-example.ts';

const root = join(import.meta.dirname, '..', '..');
const vectors = JSON.parse(readFileSync(join(root, 'spec', 'vectors', 'tokens.json'), 'utf8')) as Record<
  'bad' | 'forged' | 'good',
  { name: string; token: string }[]
>;
const SOON_MS = 30_000;
const MAX_STALE_SECONDS = 3;

interface Language {
  readonly name: string;
  readonly peer: string;
  /** @param from - The key for the full feed, or the address of a static one. */
  start(
    program: string,
    folder: string,
    issuer: string,
    from?: { readonly feedKey?: string; readonly address?: string },
  ): Promise<ChildProcessWithoutNullStreams>;
  readonly example: ReadmeExample;
  /** Runs its own tests, which read the vectors. */
  ownTests(program: string): Promise<void>;
}

const languages: readonly Language[] = [
  {
    name: 'Python',
    peer: 'pyjwt',
    async start(program, _folder, issuer, { feedKey: feed_key, address } = {}) {
      const options = JSON.stringify({ issuer, feed_key, address, max_stale: MAX_STALE_SECONDS });
      return spawn(program, ['-B', 'check_lines.py', options], { cwd: join(root, 'verifiers', 'python') });
    },
    example: pythonExample,
    ownTests(program) {
      const python = join(root, 'verifiers', 'python');
      return run('sh', ['-c', 'cd "$0" && exec "$1" -B -m unittest', python, program]);
    },
  },
  {
    name: 'Go',
    peer: 'go',
    async start(program, folder, issuer, { feedKey: FeedKey, address: Address } = {}) {
      const built = join(folder, 'check-lines');
      await buildGo(program, join(root, 'verifiers', 'go'), './cmd/check-lines', built);
      const options = { Issuer: issuer, FeedKey, Address, MaxStale: MAX_STALE_SECONDS * 1e9 };
      return spawn(built, [JSON.stringify(options)]);
    },
    example: goExample,
    ownTests: (program) =>
      run('env', [...goSettings, program, 'test', '-C', join(root, 'verifiers', 'go'), '.']),
  },
];

for (const language of languages) {
  const { program, skip } = await peerForTests(language.peer);
  describe(`the verifier for ${language.name}`, { skip, timeout: 240_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'lostwax-verifiers-'));
    let authority: RunningAuthority;
    let child: ChildProcessWithoutNullStreams;
    let ask: (line: string) => Promise<string>;
    let full: ChildProcessWithoutNullStreams;

    before(async () => {
      authority = await startAuthority(join(folder, 'data'));
      await authority.call('POST', '/v1/workspaces', { slug: 'demo' });
      const issuer = `http://localhost:${authority.port}/demo`;
      child = await language.start(program, folder, issuer);
      full = await language.start(program, folder, issuer, { feedKey: authority.adminKey });
      ask = conversation(child);
    });
    after(async () => {
      child?.kill('SIGKILL');
      full?.kill('SIGKILL');
      await authority?.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });

    const issue = (scopes?: string[]): Promise<{ key: { id: string }; token: string }> =>
      authority.call('POST', '/v1/workspaces/demo/keys', { customer: 'initech', ...(scopes && { scopes }) });
    const answers = (answer: string, line: string): Promise<unknown> =>
      until(`the answer is ${answer}`, SOON_MS, async () => (await ask(line)) === answer);

    it('reads the vectors of the feed', () => language.ownTests(program));

    it('accepts a new key, and refuses it once it is revoked', async () => {
      const { key, token } = await issue();
      await answers('accepted initech', token);
      assert.equal(await ask(`${token} orders:read`), 'insufficient_scope 403');
      await authority.call('POST', `/v1/workspaces/demo/keys/${key.id}/revoke`);
      await answers('key_unknown 401', token);
    });

    it('reads claims by their exact names, whatever other names a producer has chosen', async () => {
      const claims = { Scope: 'orders:read', EXP: 1, Jti: 'x', Sub: 'other', aUd: 5 };
      const { token } = await authority.call<{ token: string }>('POST', '/v1/workspaces/demo/keys', {
        ...{ customer: 'initech', claims },
      });
      await answers('accepted initech', token);
      assert.equal(await ask(`${token} orders:read`), 'insufficient_scope 403');
    });

    it('refuses every token of the vectors, and every changed character of a good key', async () => {
      const { token } = await issue();
      await answers('accepted initech', token);
      const oneLine = /^[^\s]+$/;
      for (const { name, token: bad } of [...vectors.bad, ...vectors.forged, ...vectors.good])
        if (oneLine.test(bad)) assert.match(await ask(bad), / 401$/, name);
      for (let at = 0; at < token.length; at++) {
        const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
        assert.match(await ask(changed), / 401$/);
      }
    });

    it('accepts keys of every method from the full feed until they are revoked', async () => {
      await authority.call('PATCH', '/v1/workspaces/demo', {
        methods: ['signed', 'opaque', 'shared-signed'],
      });
      const askFull = conversation(full);
      for (const method of ['opaque', 'signed', 'shared-signed']) {
        const { key, token } = await authority.call<{ key: { id: string }; token: string }>(
          'POST',
          '/v1/workspaces/demo/keys',
          { customer: 'initech', method },
        );
        await until(`the ${method} key is accepted`, SOON_MS, async () => {
          return (await askFull(token)) === 'accepted initech';
        });
        await authority.call('POST', `/v1/workspaces/demo/keys/${key.id}/revoke`);
        await until(`the ${method} key is refused`, SOON_MS, async () => {
          return (await askFull(token)) === 'key_unknown 401';
        });
      }
    });

    it('the README’s example, copied as it says, answers with a status, a challenge and a problem', async () => {
      const origin = `localhost:${authority.port}`;
      const server = await startReadmeExample(language.example, program, origin);
      try {
        const answered = (headers: Record<string, string>): Promise<Response> =>
          fetch(server.url, { headers });
        const [{ token }, without] = [await issue(['orders:read']), await issue()];
        await until('the key is accepted', SOON_MS, async () => {
          return (await answered({ authorization: `Bearer ${token}` })).status === 200;
        });
        for (const accepted of [
          { 'x-api-key': token },
          { authorization: `bearer  ${token}` },
          { authorization: 'Basic eDp5', 'x-api-key': token },
        ])
          assert.equal(await (await answered(accepted)).text(), 'orders of initech\n');
        const realm = 'Bearer realm="lostwax"';
        const scope = `${realm}, error="insufficient_scope", scope="orders:read"`;
        await until('the other key is known', SOON_MS, async () => {
          return (await answered({ 'x-api-key': without.token })).status === 403;
        });
        for (const [headers, status, code, challenge] of [
          [{}, 401, 'key_missing', realm],
          [{ authorization: 'Basic eDp5' }, 401, 'scheme_unknown', `${realm}, error="invalid_token"`],
          [{ authorization: token }, 401, 'scheme_missing', `${realm}, error="invalid_token"`],
          [
            ...([{ authorization: `Bearer Bearer ${token}` }, 401, 'scheme_doubled'] as const),
            `${realm}, error="invalid_token"`,
          ],
          [
            ...([{ 'x-api-key': `${token},${token}` }, 401, 'key_repeated'] as const),
            `${realm}, error="invalid_token"`,
          ],
          [{ 'x-api-key': 'nonsense' }, 401, 'token_malformed', `${realm}, error="invalid_token"`],
          [{ 'x-api-key': without.token }, 403, 'insufficient_scope', scope],
          [
            { 'x-api-key': token, authorization: `Bearer ${token}` },
            401,
            'key_repeated',
            `${realm}, error="invalid_token"`,
          ],
        ] as const) {
          const response = await answered(headers);
          assert.equal(response.status, status, code);
          assert.equal(response.headers.get('www-authenticate'), challenge, code);
          assert.equal(response.headers.get('content-type'), 'application/problem+json', code);
          const problem = (await response.json()) as { code: string; status: number };
          assert.deepEqual([problem.code, problem.status], [code, status]);
        }
      } finally {
        await server.stop();
      }
    });

    it('follows the files that a publisher writes, and refuses every key once it has been gone for too long', async () => {
      const issuer = `http://localhost:${authority.port}/demo`;
      const root = join(folder, 'files');
      const flags = ['--issuer', issuer, '--to', root, '--keys-every', '0'];
      const publisher = startProgram(process.execPath, [lostwaxCommand, 'publish', ...flags]);
      const files = await startFiles(root);
      const address = `${files.url}/demo/feed/pointer.json`;
      const reader = await language.start(program, folder, issuer, { address });
      try {
        const askReader = conversation(reader);
        const says = (answer: string, line: string): Promise<unknown> =>
          until(`the answer is ${answer}`, SOON_MS, async () => (await askReader(line)) === answer);
        const [one, other] = [await issue(), await issue()];
        await says('accepted initech', one.token);
        await says('accepted initech', other.token);
        await authority.call('POST', `/v1/workspaces/demo/keys/${one.key.id}/revoke`);
        await says('key_unknown 401', one.token);
        assert.equal(await askReader(other.token), 'accepted initech');
        await publisher.stop('SIGKILL');
        await says('set_stale 503', other.token);
      } finally {
        reader.kill('SIGKILL');
        await files.stop();
        await publisher.stop('SIGKILL');
      }
    });

    it('refuses every key once the authority has been away for too long, and recovers', async () => {
      const { token } = await issue();
      await answers('accepted initech', token);
      await authority.stop('SIGKILL');
      await answers('set_stale 503', token);
      authority = await startAuthority(join(folder, 'data'), authority.port);
      await answers('accepted initech', token);
    });
  });
}
