/** Each example against a real authority: what it accepts and refuses, and whether it keeps the times that its README states. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { libraries } from '../libraries.ts';
import { type App, exampleIn } from './apps.ts';
import { type Origin, startOrigin } from './origin.ts';

/** For the fetch and a busy machine. The libraries' own defaults are longer than this and the stated times together. */
const ALLOWANCE_MS = 10_000;
const FOREIGN = 'foreign';
const UNKNOWN_KEYS = 20;

const examples = await Promise.all(
  libraries.map(async (library) => ({ ...library, ...(await exampleIn(library.folder)) })),
);

describe('JWT libraries', { concurrency: true, timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-jwt-'));
  let origin: Origin;

  before(async () => {
    origin = await startOrigin(join(folder, 'data'));
    await origin.authority.call('POST', '/v1/workspaces', { slug: FOREIGN });
  });
  after(async () => {
    await origin?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const library of examples) {
    describe(library.name, { skip: library.skip, concurrency: 1 }, () => {
      const slug = library.folder;
      let app: App;

      before(async () => {
        await origin.authority.call('POST', '/v1/workspaces', { slug, prefix: slug.replace('-', '_') });
        app = await library.start(origin.issuer(slug), slug, folder);
      });
      after(() => app?.stop());

      const create = (workspace = slug): Promise<{ key: { id: string }; token: string }> =>
        origin.authority.call('POST', `/v1/workspaces/${workspace}/keys`, { customer: 'initech' });
      const gets = (status: number, key: string, seconds: number): Promise<unknown> =>
        until(`${library.name} answers ${status}`, seconds * 1_000 + ALLOWANCE_MS, async () => {
          return (await app.ask(key)) === status;
        });

      it('refuses a key of another workspace and every forged one', async () => {
        const good = { iss: origin.issuer(slug), aud: slug };
        assert.equal(await app.ask(await origin.sign(good)), 200);
        const { token } = await create();
        await gets(200, token, library.newKeySeconds);
        const [header = '', payload = '', signature = ''] = token.split('.');
        const forged = {
          'key of another workspace': (await create(FOREIGN)).token,
          'none as the algorithm': `${headerOf(header, 'none')}.${payload}.`,
          'none, with a signature': `${headerOf(header, 'none')}.${payload}.${signature}`,
          'another algorithm': `${headerOf(header, 'HS256')}.${payload}.${signature}`,
          'other claims': `${header}.${encoded({ ...good, sub: 'globex' })}.${signature}`,
          'wrong audience': await origin.sign({ ...good, aud: FOREIGN }),
          'wrong issuer': await origin.sign({ ...good, iss: origin.issuer(FOREIGN) }),
          expired: await origin.sign({ ...good, exp: 1_700_000_000 }),
          nonsense: 'nonsense',
        };
        for (const [what, key] of Object.entries(forged)) assert.equal(await app.ask(key), 401, what);
      });

      it('fetches no key set for most of the unknown key IDs', async () => {
        const claims = { iss: origin.issuer(slug), aud: slug };
        const unknown = await Promise.all(
          Array.from({ length: UNKNOWN_KEYS }, (_, n) => origin.sign(claims, { kid: `unknown-${n}` })),
        );
        const before = origin.requests(slug);
        const statuses = await Promise.all(unknown.map((key) => app.ask(key)));
        assert.deepEqual(new Set(statuses), new Set([401]));
        assert.ok(origin.requests(slug) - before <= UNKNOWN_KEYS / 2);
      });

      it(`accepts a new key, refuses it once it is revoked, and answers ${library.duringOutage} without the authority`, async () => {
        const kept = await create();
        await gets(200, kept.token, library.newKeySeconds);
        const { key, token } = await create();
        await gets(200, token, library.newKeySeconds);
        await origin.authority.call('POST', `/v1/workspaces/${slug}/keys/${key.id}/revoke`);
        await gets(401, token, library.revocationSeconds);
        assert.equal(await app.ask(kept.token), 200);
        origin.cutOff(slug);
        await gets(library.duringOutage, kept.token, library.revocationSeconds);
        assert.notEqual(await app.ask(token), 200);
      });

      it('has a README that states the same times', () => {
        const readme = readFileSync(join(import.meta.dirname, '..', slug, 'README.md'), 'utf8');
        const revoked = `A revoked key** is refused within ${seconds(library.revocationSeconds)}`;
        const fresh = `A new key** works within ${seconds(library.newKeySeconds)}`;
        for (const claim of [revoked, fresh]) assert.ok(readme.includes(claim), claim);
      });
    });
  }
});

const seconds = (count: number): string => `${count} ${count === 1 ? 'second' : 'seconds'}`;

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const headerOf = (header: string, alg: string): string =>
  encoded({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg });
