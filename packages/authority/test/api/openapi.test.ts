import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openApiYaml } from '../../../../tools/make-openapi.ts';
import { operations } from '../../src/api/routes/all.ts';
import { permissions } from '../../src/domain/access/permissions.ts';
import { errorTable } from '../../src/errors.ts';
import { exampleOf, resolve, specOperations, specText } from '../support/openapi.ts';

it('spec/http-api.yaml is what the code generates', () => {
  assert.ok(
    specText === openApiYaml(),
    'It differs: run `npm run spec`, look at the difference, and commit it.',
  );
});

it('every number in it is one', () => {
  assert.doesNotMatch(specText, /: [+-]?\.(?:nan|inf)$/im);
});

it('every operation of the server is in it, once', () => {
  const ids = specOperations.map(({ operationId }) => operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, method, path } of operations) {
    const found = specOperations.find(({ operationId }) => operationId === id);
    assert.deepEqual([found?.method, found?.path], [method, path]);
  }
});

describe('every operation is documented completely', () => {
  for (const operation of specOperations) {
    it(operation.operationId, () => {
      const { summary, responses, requestBody, security, parameters = [], path } = operation;
      assert.ok(summary.length > 0 && !summary.endsWith('.'));
      const permission = operation['x-lostwax-permission'];
      const known = new Set<string>([...permissions, 'public', 'self', 'session', 'any', 'key']);
      for (const one of typeof permission === 'string' ? [permission] : Object.values(permission))
        assert.ok(known.has(one), one);
      assert.equal(security.length > 0, permission !== 'public');
      const named = parameters.filter((item) => item.in === 'path').map(({ name }) => name);
      assert.deepEqual(
        named,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      for (const parameter of parameters.filter((item) => item.in === 'path'))
        assert.ok(resolve(parameter.schema).example);
      if (requestBody) assert.notEqual(exampleOf(requestBody.content), undefined, 'an example of the body');
      const statuses = Object.keys(responses);
      assert.ok(statuses.some((status) => status.startsWith('2')));
      for (const [status, { content, 'x-lostwax-codes': codes }] of Object.entries(responses)) {
        if (content) assert.notEqual(exampleOf(content), undefined, `an example of ${status}`);
        if (Number(status) < 400) continue;
        assert.deepEqual(Object.keys(content ?? {}), ['application/problem+json']);
        assert.ok(codes && codes.length > 0);
        for (const code of codes) assert.equal(errorTable[code].status, Number(status));
      }
    });
  }
});

describe("every example is valid under the server's schema", () => {
  for (const { id, body, success } of operations) {
    it(id, () => {
      const spec = specOperations.find(({ operationId }) => operationId === id);
      if (body)
        assert.deepEqual(body.schema.safeParse(exampleOf(spec?.requestBody?.content)).error, undefined);
      const content = spec?.responses[success.status]?.content;
      if (success.schema) assert.deepEqual(success.schema.safeParse(exampleOf(content)).error, undefined);
    });
  }
});
