import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspace } from '../support/fixture.ts';
import { openHttpFixture } from '../support/http.ts';
import { keyText } from '../support/key-text.ts';

const fixture = await openHttpFixture();
const slug = await workspace(fixture);
const path = `/v1/workspaces/${slug}/keys`;
const refused = (
  body: unknown,
  status: number,
  code: Parameters<typeof fixture.refused>[2],
  headers?: string[],
) => fixture.refused({ method: 'POST', path, body, headers }, status, code);

describe('a body that is not JSON', () => {
  for (const body of [
    '{',
    'hello',
    '{"customer":}',
    "{'customer':'a'}",
    '{"customer":"a"} x',
    '\u{FEFF}\u{FEFF}{}',
    'NaN',
    ' ',
  ]) {
    it(JSON.stringify(body), async () => {
      await refused(body, 400, 'invalid_json');
    });
  }
  it('bytes that are not UTF-8', async () => {
    await refused(Buffer.from('7b2261223a22ff227d', 'hex'), 400, 'invalid_json');
  });
  it('UTF-16', async () => {
    await refused(Buffer.from('{"customer":"a"}', 'utf16le'), 400, 'invalid_json');
  });
  it('never quotes the body, which may contain a key', async () => {
    const { json } = await refused(`{"customer": ${fixture.admin.token}}`, 400, 'invalid_json');
    assert.doesNotMatch(json.detail, keyText);
  });
});

describe('a body of another type', () => {
  const typed = (type: string, ...more: string[]) =>
    refused({ customer: 'a' }, 415, 'unsupported_media_type', ['Content-Type', type, ...more]);
  it("text, as another site's page could send", async () => {
    await typed('text/plain');
  });
  it('a form', async () => {
    await typed('application/x-www-form-urlencoded');
  });
  it('none', async () => {
    await typed('');
  });
  it('another character set', async () => {
    await typed('application/json; charset=utf-16');
  });
  it('compressed', async () => {
    await typed('application/json', 'Content-Encoding', 'gzip');
  });
  it('a type that only starts the same', async () => {
    await typed('application/json-patch+json');
  });
  it('with its character set is accepted', async () => {
    const headers = ['Content-Type', 'Application/JSON; Charset="UTF-8"'];
    const answer = await fixture.send({ method: 'POST', path, body: { customer: 'a' }, headers });
    assert.equal(answer.status, 201, answer.text);
  });
});

describe('a body that is not an object', () => {
  for (const body of ['null', '[]', '"text"', '1', 'true'])
    it(body, async () => {
      await refused(body, 400, 'invalid_request');
    });
  it('none at all', async () => {
    await fixture.refused({ method: 'POST', path }, 400, 'invalid_request');
  });
});

describe('a body that is too large', () => {
  const large = JSON.stringify({ customer: 'a', metadata: { text: 'x'.repeat(65_536) } });
  it('64 KiB and over, by its length', async () => {
    await refused(large, 413, 'body_too_large');
  });
  it('64 KiB and over, in chunks without a length', async () => {
    await refused(large, 413, 'body_too_large', ['Transfer-Encoding', 'chunked']);
  });
  it('exactly 64 KiB is read', async () => {
    const start = '{"customer":"a"}';
    const body = start + ' '.repeat(65_536 - start.length);
    assert.equal((await fixture.send({ method: 'POST', path, body })).status, 201);
    await refused(`${body} `, 413, 'body_too_large');
  });
  it('a batch over 4 MiB', async () => {
    await fixture.refused(
      { method: 'POST', path: `${path}:batch`, body: ' '.repeat(4_194_305) },
      413,
      'body_too_large',
    );
  });
  it('a batch of 1,001', async () => {
    const items = Array.from({ length: 1_001 }, () => ({ customer: 'a' }));
    await fixture.refused({ method: 'POST', path: `${path}:batch`, body: { items } }, 400, 'invalid_request');
  });
  it('a batch of none', async () => {
    await fixture.refused(
      { method: 'POST', path: `${path}:batch`, body: { items: [] } },
      400,
      'invalid_request',
    );
  });
  it('one bad item refuses the whole batch, and is named', async () => {
    const items = [{ customer: 'a' }, { customer: 'b c' }];
    const { json } = await fixture.refused(
      { method: 'POST', path: `${path}:batch`, body: { items } },
      400,
      'invalid_request',
    );
    assert.equal(json.pointer, '/items/1/customer');
  });
});

describe('a body that is nested too deep', () => {
  const nested = (depth: number): string =>
    `{"customer":"a","metadata":${'{"a":'.repeat(depth - 1)}1${'}'.repeat(depth - 1)}}`;
  it('16 levels are accepted', async () => {
    assert.equal((await fixture.send({ method: 'POST', path, body: nested(16) })).status, 201);
  });
  it('17 levels', async () => {
    await refused(nested(17), 400, 'invalid_request');
  });
  it('20,000 brackets', async () => {
    await refused('['.repeat(20_000) + ']'.repeat(20_000), 400, 'invalid_request');
  });
  it('20,000 brackets that never close', async () => {
    await refused('['.repeat(20_000), 400, 'invalid_json');
  });
});

describe('a body made for prototypes', () => {
  for (const body of [
    '{"customer":"a","__proto__":{"admin":true}}',
    '{"customer":"a","claims":{"__proto__":{"admin":true}}}',
    '{"customer":"a","claims":{"\\u005f_proto__":1}}',
    '{"customer":"a","metadata":{"a":[{"__proto__":null}]}}',
  ]) {
    it(body, async () => {
      const { json } = await refused(body, 400, 'invalid_request');
      assert.match(json.pointer, /__proto__$/);
    });
  }
  it('constructor and prototype are ordinary strings', async () => {
    const body = { customer: 'a', metadata: { constructor: { prototype: { x: 1 } } } };
    assert.deepEqual((await fixture.send({ method: 'POST', path, body })).json.key.metadata, body.metadata);
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  });
});

describe('strings that other parsers misread', () => {
  for (const [body, pointer] of [
    ['{"customer":"a","name":"x\\u0000y"}', '/name'],
    ['{"customer":"a","name":"\\ud800"}', '/name'],
    ['{"customer":"a","metadata":{"x":["\\udc00a"]}}', '/metadata/x/0'],
    ['{"customer":"a","metadata":{"\\u0000":1}}', '/metadata/\u{FFFD}'],
    ['{"customer":"a","claims":{"\\ud800":1}}', '/claims/\u{FFFD}'],
    ['{"customer":"a","name":"a\\u001b[2Jb"}', '/name'],
    ['{"customer":"a","name":"a\\nb"}', '/name'],
  ] as const) {
    it(body, async () => assert.equal((await refused(body, 400, 'invalid_request')).json.pointer, pointer));
  }
});

describe('numbers that would not round-trip', () => {
  for (const number of ['1e999', '-1e999', '9007199254740993', '1e300']) {
    it(number, async () => {
      await refused(`{"customer":"a","claims":{"n":${number}}}`, 400, 'invalid_request');
    });
  }
});

describe('a body where none is expected', () => {
  const disable = async (body: unknown): Promise<string> => {
    const issued = await fixture.send({ method: 'POST', path, body: { customer: 'a' } });
    const target = `${path}/${issued.json.key.id}/disable`;
    if (body === undefined || body === '{}') {
      assert.equal((await fixture.send({ method: 'POST', path: target, body })).status, 200);
    } else await fixture.refused({ method: 'POST', path: target, body }, 400, 'invalid_request');
    return target;
  };
  it('none and {} are accepted', async () => {
    await disable(undefined);
    await disable('{}');
  });
  it('anything else is refused', async () => {
    for (const body of ['{"reason":"x"}', '[]', 'null', '1']) await disable(body);
  });
});
