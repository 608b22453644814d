/** Large requests through real gateways, each configured as in docs/gateways.md. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import type { Seen } from '../../../tools/testing/echo.ts';
import { type Answer, ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { upload } from '../../../tools/testing/upload.ts';
import { behind } from './support/behind.ts';
import { ownRecipes, programsOf, recipes } from './support/recipes.ts';

const UPLOAD_BYTES = 3 * 1024 * 1024;
/** With the rest of the request this stays below the gate's 128 KiB. */
const LINE_CHARACTERS = 60_000;

for (const [recipe, peer] of programsOf([...recipes, ...ownRecipes])) {
  const { program, skip } = await peerForTests(peer);
  describe(`large requests through ${peer}`, { skip, timeout: 120_000 }, () => {
    const fixture = behind(recipe, program);
    const line = (name: string): HeaderLine => [name, name.repeat(LINE_CHARACTERS)];
    const problemOf = ({ headers, text }: Answer): string => {
      assert.equal(headers['content-type'], 'application/problem+json', text);
      return (JSON.parse(text) as { code: string }).code;
    };

    for (const chunked of [false, true])
      it(`an upload of 3 MiB reaches the API complete, ${chunked ? 'in chunks' : 'with its length'}`, async () => {
        const body = Buffer.alloc(UPLOAD_BYTES, 'b');
        const answer = await fetch(`${fixture.front.url}/`, {
          method: 'POST',
          headers: { authorization: `Bearer ${fixture.key.token}` },
          ...(chunked ? { body: new Blob([body]).stream(), duplex: 'half' } : { body }),
        });
        assert.equal(answer.status, 200, fixture.front.log());
        assert.equal(((await answer.json()) as Seen).bodyBytes, UPLOAD_BYTES);
      });

    // Caddy and Traefik close the connection while the client is still sending, so the answer can be lost.
    if (recipe.name !== 'caddy' && recipe.name !== 'traefik')
      it('an upload of 3 MiB without a key is 401', async () => {
        assert.equal(await upload(`${fixture.front.url}/`, UPLOAD_BYTES, []), 401);
      });

    it('cookies and queries of 60,000 characters reach the API', async () => {
      const query = 'q'.repeat(LINE_CHARACTERS);
      const large: readonly [string, HeaderLine[]][] = [
        ['/', [line('c'), line('d')]],
        [`/?${query}`, [line('c')]],
      ];
      for (const [path, lines] of large) {
        const { status, text } = await ask(`${fixture.front.url}${path}`, [
          bearer(fixture.key.token),
          ...lines,
        ]);
        assert.equal(status, 200, text.slice(0, 300));
        assert.ok(
          (JSON.parse(text) as Seen).headers.some(
            ([name, value]) => name === 'c' && value.length === LINE_CHARACTERS,
          ),
        );
      }
    });

    it('a request over the gate’s limit is 431 with a problem', async () => {
      const before = fixture.api.count();
      const lines = [bearer(fixture.key.token), line('c'), line('d'), ['e', 'e'.repeat(14_000)] as const];
      const answer = await ask(`${fixture.front.url}/`, lines);
      assert.deepEqual([answer.status, problemOf(answer)], [431, 'headers_too_large']);
      assert.equal(fixture.api.count(), before, 'the API was not asked');
    });

    // HAProxy and Apache answer a plain 400 to requests that exceed their limits.
    if (recipe.asked !== undefined)
      it('a request over the gateway’s own limit is 431 with a problem too', async () => {
        const lines = [bearer(fixture.key.token), line('c'), line('d'), line('e')];
        const longest: readonly [string, HeaderLine[]][] = [
          ['/', lines],
          ['/', [bearer(fixture.key.token), ['c', 'c'.repeat(140_000)]]],
        ];
        for (const [path, sent] of longest) {
          const answer = await ask(`${fixture.front.url}${path}`, sent);
          assert.deepEqual([answer.status, problemOf(answer)], [431, 'headers_too_large']);
        }
      });

    if (recipe.name === 'nginx')
      it('a query too long for nginx is 431 with a problem', async () => {
        const answer = await ask(`${fixture.front.url}/?${'q'.repeat(70_000)}`, [bearer(fixture.key.token)]);
        assert.deepEqual([answer.status, problemOf(answer)], [431, 'headers_too_large']);
      });
  });
}
