import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packageArrows } from '../checks/arrows.ts';
import { deadExports } from '../checks/dead-exports.ts';
import { noCycles } from '../checks/no-cycles.ts';
import { rooms } from '../checks/rooms.ts';
import { assertBroken, assertKept } from './support.ts';

describe('packages import each other along the arrows', () => {
  const manifest = (dependency: string) => JSON.stringify({ dependencies: { [dependency]: '1' } });

  it('a dependency against the arrow is found in package.json', () => {
    assertBroken(
      packageArrows,
      'packages/verifier/package.json',
      manifest('@lostwax/authority'),
      /may not depend/,
    );
    assertBroken(packageArrows, 'packages/core/package.json', manifest('zod'), /no package of others/);
    assertBroken(packageArrows, 'packages/verifier/package.json', manifest('jose'), /no package of others/);
    assertBroken(packageArrows, 'packages/novelty/package.json', '{}', /without arrows/);
    assertKept(packageArrows, 'packages/authority/package.json', manifest('@lostwax/core'));
    assertKept(packageArrows, 'packages/portal/package.json', manifest('@lostwax/core'));
    assertBroken(
      packageArrows,
      'packages/portal/package.json',
      manifest('@lostwax/contract'),
      /may not depend/,
    );
    assertKept(packageArrows, 'packages/cli/package.json', manifest('@lostwax/authority'));
  });

  const imports: readonly [string, string, boolean][] = [
    ['authority', "import { a } from '@lostwax/core';", true],
    ['authority', "import type { a } from '@lostwax/verifier';", false],
    ['authority', "export { a } from '@lostwax/verifier';", false],
    ['verifier', "import '@lostwax/authority';", false],
    ['verifier', "await import('@lostwax/authority');", false],
    ['gate', "import { a } from '@lostwax/cli';", false],
    ['client', "import { a } from '@lostwax/portal';", false],
    ['portal', "import { isSlug } from '@lostwax/core/names';", true],
    ['portal', "import { isSlug } from '@lostwax/core';", false],
    ['cli', "import { serve } from '@lostwax/authority';", false],
    ['cli', "await import('@lostwax/authority');", true],
    ['authority', "import { a } from '../../core/src/index.ts';", false],
    ['core', "import { createHash } from 'node:crypto';", true],
    ['core', "import { readFile } from 'node:fs';", false],
    ['core', 'const now = Date.now();', false],
    ['contract', "import { BlockList, isIP } from 'node:net';", true],
    ['contract', "import { connect } from 'node:net';", false],
    ['contract', "import { BlockList, connect } from 'node:net';", false],
    ['contract', "import { readFile } from 'node:fs';", false],
    ['contract', 'const now = Date.now();', false],
    ['verifier', "import { jwtVerify } from 'jose';", false],
    ['verifier', "import type { Context } from 'hono';", false],
    ['verifier', "import { request } from 'node:https';", true],
    ['authority', 'const now = Date.now();', true],
  ];
  for (const [name, line, kept] of imports) {
    it(`${name}: ${line} is ${kept ? 'kept' : 'found'}`, () => {
      if (kept) assertKept(packageArrows, `packages/${name}/src/a.ts`, line);
      else
        assertBroken(packageArrows, `packages/${name}/src/a.ts`, line, /may not|reads no clock|reaches into/);
    });
  }
});

describe('what a file exports, another imports', () => {
  const one = {
    path: 'a.ts',
    text: '\nexport const bounds = 1;\nexport function read() {}\nexport interface Shape {}\n',
  };
  const two = (text: string) => deadExports.run([one, { path: 'b.ts', text }]);

  it('values that no other file imports are found, with their lines; types are not', () => {
    assert.deepEqual(deadExports.run([one]), [
      'a.ts:2 no other file imports bounds: remove it, or its "export"',
      'a.ts:3 no other file imports read: remove it, or its "export"',
    ]);
  });

  it('values that another file imports are kept', () => {
    assert.deepEqual(two("import { bounds, read as it } from './a.ts';"), []);
    assert.deepEqual(two("import * as all from './a.ts';"), []);
    assert.deepEqual(two("await import('./a.ts');"), []);
  });

  it('a word in a text, a comment, or from another file is no import', () => {
    for (const text of [
      "const read = 'bounds';",
      '// read(bounds)',
      "import { bounds, read } from './c.ts';",
    ])
      assert.equal(two(text).length, 2, text);
  });
});

describe('files do not import each other in a circle', () => {
  const circle = (...texts: readonly string[]) =>
    noCycles.run(texts.map((text, index) => ({ path: `${'abc'[index]}.ts`, text })));

  it('circles of two and three files are found, of types as well', () => {
    assert.deepEqual(circle("import { b } from './b.ts';", "import type { a } from './a.ts';"), [
      'a.ts:1 is in a circle: a.ts → b.ts → a.ts',
    ]);
    assert.equal(
      circle("export { b } from './b.ts';", "import './c.ts';", "type A = import('./a.ts').A;").length,
      1,
    );
  });

  it('what comes to the same file by two ways is none', () => {
    assert.deepEqual(circle("import './b.ts';\nimport './c.ts';", "import './c.ts';", ''), []);
  });
});

/** What the check finds in a file of a package that imports one thing; the files in `there` exist. */
function roomFindings(name: string, there: readonly string[]) {
  const file = (path: string, text = '') => ({ path: `packages/${name}/src/${path}`, text });
  return (path: string, specifier: string): string[] =>
    rooms.run([...there.map((other) => file(other)), file(path, `import type { A } from '${specifier}';`)]);
}

describe('rooms of a package import each other along the arrows', () => {
  const found = roomFindings('authority', [
    ...[
      'api/app.ts',
      'web/body.ts',
      'domain/domain.ts',
      'publish/set.ts',
      'feed/handler.ts',
      'store/store.ts',
    ],
    ...['store/sqlite/open.ts', 'minting/minter.ts', 'pages/files.ts', 'openid/provider.ts'],
    ...['integrity/check.ts', 'errors.ts', 'authority.ts'],
  ]);

  for (const [path, specifier] of [
    ['store/a.ts', '../domain/domain.ts'],
    ['store/a.ts', './sqlite/open.ts'],
    ['store/queries/a.ts', 'kysely'],
    ['store/sqlite/a.ts', '../../domain/domain.ts'],
    ['minting/a.ts', '../store/store.ts'],
    ['domain/keys/a.ts', '../../web/body.ts'],
    ['domain/keys/a.ts', '../../api/app.ts'],
    ['domain/keys/a.ts', '../../publish/set.ts'],
    ['domain/keys/a.ts', '../../store/sqlite/open.ts'],
    ['domain/keys/a.ts', 'kysely'],
    ['domain/keys/a.ts', 'hono'],
    ['domain/keys/a.ts', '../../authority.ts'],
    ['web/a.ts', '../domain/domain.ts'],
    ['publish/a.ts', '../feed/handler.ts'],
    ['publish/a.ts', '../store/sqlite/open.ts'],
    ['feed/a.ts', '../api/app.ts'],
    ['pages/a.ts', '../store/store.ts'],
    ['openid/a.ts', '../api/app.ts'],
    ['integrity/a.ts', '../web/body.ts'],
    ['api/a.ts', '../store/store.ts'],
    ['api/a.ts', '../pages/files.ts'],
    ['api/a.ts', 'zod'],
  ] as const) {
    it(`${path} does not import ${specifier}`, () => assert.equal(found(path, specifier).length, 1));
  }

  for (const [path, specifier] of [
    ['domain/keys/a.ts', '../../store/store.ts'],
    ['domain/keys/a.ts', '../../errors.ts'],
    ['domain/keys/a.ts', '@lostwax/core'],
    ['store/sqlite/a.ts', 'kysely'],
    ['api/a.ts', '../domain/domain.ts'],
    ['open-store.ts', './store/sqlite/open.ts'],
  ] as const) {
    it(`${path} may import ${specifier}`, () => assert.deepEqual(found(path, specifier), []));
  }
});

describe('rooms of the verifier and the gate', () => {
  const found = {
    verifier: roomFindings('verifier', [
      ...['adapters/express.ts', 'cache/load.ts', 'follower/follower.ts', 'methods/table.ts', 'pins/pins.ts'],
      ...['checker.ts', 'errors.ts', 'freshness.ts', 'key.ts', 'pin-table.ts', 'require.ts', 'verifier.ts'],
    ]),
    gate: roomFindings('gate', [
      ...[
        'door/judge.ts',
        'settings/settings.ts',
        'usage/reporter.ts',
        'ext-authz/server.ts',
        'proxy/body.ts',
      ],
      ...['server/listen.ts', 'threads/pool.ts', 'errors.ts', 'log.ts', 'gate.ts', 'metrics.ts'],
    ]),
  };

  for (const [name, path, specifier] of [
    ['verifier', 'pins/a.ts', '../key.ts'],
    ['verifier', 'pins/a.ts', '../cache/load.ts'],
    ['verifier', 'methods/a.ts', '../pins/pins.ts'],
    ['verifier', 'methods/a.ts', '../checker.ts'],
    ['verifier', 'cache/a.ts', '../methods/table.ts'],
    ['verifier', 'cache/a.ts', '../freshness.ts'],
    ['verifier', 'follower/a.ts', '../methods/table.ts'],
    ['verifier', 'follower/a.ts', '../verifier.ts'],
    ['verifier', 'adapters/a.ts', '../pins/pins.ts'],
    ['verifier', 'adapters/a.ts', '../follower/follower.ts'],
    ['verifier', 'adapters/a.ts', '../checker.ts'],
    ['verifier', 'adapters/a.ts', 'express'],
    ['verifier', 'a.ts', './adapters/express.ts'],
    ['verifier', 'a.ts', 'jose'],
    ['verifier', 'novelty/a.ts', '../key.ts'],
    ['gate', 'door/a.ts', '../settings/settings.ts'],
    ['gate', 'door/a.ts', '@grpc/grpc-js'],
    ['gate', 'settings/a.ts', '../usage/reporter.ts'],
    ['gate', 'usage/a.ts', '../door/judge.ts'],
    ['gate', 'ext-authz/a.ts', '../settings/settings.ts'],
    ['gate', 'ext-authz/a.ts', 'prom-client'],
    ['gate', 'proxy/a.ts', '../server/listen.ts'],
    ['gate', 'server/a.ts', '../threads/pool.ts'],
    ['gate', 'threads/a.ts', '../gate.ts'],
    ['gate', 'threads/a.ts', '../metrics.ts'],
    ['gate', 'a.ts', '@grpc/grpc-js'],
    ['gate', 'novelty/a.ts', '../log.ts'],
  ] as const) {
    it(`${name}: ${path} does not import ${specifier}`, () =>
      assert.equal(found[name](path, specifier).length, 1));
  }

  for (const [name, path, specifier] of [
    ['verifier', 'methods/a.ts', '../key.ts'],
    ['verifier', 'methods/a.ts', '@lostwax/core'],
    ['verifier', 'cache/a.ts', '../pin-table.ts'],
    ['verifier', 'follower/a.ts', '../freshness.ts'],
    ['verifier', 'adapters/a.ts', '../require.ts'],
    ['verifier', 'pins/a.ts', '../errors.ts'],
    ['verifier', 'a.ts', './follower/follower.ts'],
    ['gate', 'ext-authz/a.ts', '@grpc/grpc-js'],
    ['gate', 'threads/a.ts', '../usage/reporter.ts'],
    ['gate', 'proxy/a.ts', '../log.ts'],
    ['gate', 'a.ts', './threads/pool.ts'],
  ] as const) {
    it(`${name}: ${path} may import ${specifier}`, () => assert.deepEqual(found[name](path, specifier), []));
  }
});
