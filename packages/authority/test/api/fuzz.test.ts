import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { workspace } from '../support/fixture.ts';
import { assertProblem, openHttpFixture } from '../support/http.ts';
import { exampleOf, pathOf, resolve, type SpecOperation, specOperations } from '../support/openapi.ts';

const RUNS = 40;

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const { key } = await fixture.domain.issue(fixture.admin, slug, { customer: 'cus_4711' });

/** Errors that any path can return, so operations don't list them. */
const everywhere = ['not_found', 'method_not_allowed'];

/** Known members with unexpected values, and unknown members with expected ones. */
function bodies(operation: SpecOperation): fc.Arbitrary<unknown> {
  const [media] = Object.values(operation.requestBody?.content ?? {});
  const names = Object.keys((media && resolve(media.schema).properties) ?? { x: 1 });
  const example = exampleOf(operation.requestBody?.content);
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    fc.constantFrom(
      '',
      ' ',
      '2040-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      slug,
      key.id,
      'cus_4711',
      0,
      -1,
      1e308,
      2 ** 53,
      true,
      [],
      {},
      ['x', 'x'],
    ),
  );
  const known = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
  const changed = known.map((members) => ({ ...(example as object), ...members }));
  return fc.oneof(
    { weight: 3, arbitrary: changed },
    { weight: 2, arbitrary: known },
    value,
    fc.dictionary(fc.string(), value),
  );
}

describe('random JSON at every operation gets a response with a code that the operation lists', () => {
  for (const operation of specOperations.filter(({ method }) => method !== 'get')) {
    it(operation.operationId, async () => {
      const codes = Object.values(operation.responses).flatMap(
        (response) => response['x-lostwax-codes'] ?? [],
      ) as string[];
      const path = pathOf(operation, { workspace: slug, keyId: key.id });
      await fc.assert(
        fc.asyncProperty(bodies(operation), async (body) => {
          const answer = await fixture.send({ method: operation.method.toUpperCase(), path, body });
          assert.ok(answer.status < 500, answer.text);
          if (answer.status < 400) return;
          assertProblem(answer);
          assert.ok(
            [...codes, ...everywhere].includes(answer.json.code),
            `${answer.json.code} is not listed`,
          );
        }),
        { numRuns: RUNS },
      );
    });
  }
});

describe('random queries', () => {
  for (const operation of specOperations.filter(
    ({ method, path }) => method === 'get' && path.startsWith('/v1'),
  )) {
    const names = operation.parameters?.filter((item) => item.in === 'query').map(({ name }) => name) ?? [];
    it(operation.operationId, () =>
      fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom('x', ...names), fc.string({ unit: 'binary', maxLength: 30 })),
          async (query) => {
            const path = `${pathOf(operation, { workspace: slug, keyId: key.id })}?${new URLSearchParams(query)}`;
            const { status, text } = await fixture.send({ method: 'GET', path });
            assert.ok(status < 500, text);
          },
        ),
        { numRuns: RUNS },
      ),
    );
  }
});

it('random bytes', () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (body) => {
      const { status, text } = await fixture.send({
        method: 'POST',
        path: `/v1/workspaces/${slug}/keys`,
        body,
      });
      assert.ok(status < 500, text);
    }),
    { numRuns: RUNS },
  ));
