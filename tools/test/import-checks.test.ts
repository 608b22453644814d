import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packageArrows } from '../checks/arrows.ts';
import { deadExports } from '../checks/dead-exports.ts';
import { hiddenLoads } from '../checks/hidden-loads.ts';
import { noCycles } from '../checks/no-cycles.ts';
import { assertBroken, assertKept } from './support.ts';

describe('packages import each other along the arrows', () => {
  const manifest = (dependency: string) => JSON.stringify({ dependencies: { [dependency]: '1' } });

  it('a dependency against the arrows is found in package.json', () => {
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
    it(`${name}: ${line} is ${kept ? 'allowed' : 'found'}`, () => {
      if (kept) assertKept(packageArrows, `packages/${name}/src/a.ts`, line);
      else
        assertBroken(packageArrows, `packages/${name}/src/a.ts`, line, /may not|reads no clock|reaches into/);
    });
  }
});

describe('every exported value is imported by another file', () => {
  const one = {
    path: 'a.ts',
    text: '\nexport const bounds = 1;\nexport function read() {}\nexport interface Shape {}\n',
  };
  const two = (text: string) => deadExports.run([one, { path: 'b.ts', text }]);

  it('values that no other file imports are found with their lines; types are not', () => {
    assert.deepEqual(deadExports.run([one]), [
      'a.ts:2 no other file imports bounds: remove it, or its "export"',
      'a.ts:3 no other file imports read: remove it, or its "export"',
    ]);
  });

  it('values that another file imports are allowed', () => {
    assert.deepEqual(two("import { bounds, read as it } from './a.ts';"), []);
    assert.deepEqual(two("import * as all from './a.ts';"), []);
    assert.deepEqual(two("await import('./a.ts');"), []);
  });

  it('a name in a string or comment, or from another file, is not an import', () => {
    for (const text of [
      "const read = 'bounds';",
      '// read(bounds)',
      "import { bounds, read } from './c.ts';",
    ])
      assert.equal(two(text).length, 2, text);
  });
});

describe('files do not import each other in cycles', () => {
  const circle = (...texts: readonly string[]) =>
    noCycles.run(texts.map((text, index) => ({ path: `${'abc'[index]}.ts`, text })));

  it('cycles of two and three files are found, also of types', () => {
    assert.deepEqual(circle("import { b } from './b.ts';", "import type { a } from './a.ts';"), [
      'a.ts:1 is in a circle: a.ts → b.ts → a.ts',
    ]);
    assert.equal(
      circle("export { b } from './b.ts';", "import './c.ts';", "type A = import('./a.ts').A;").length,
      1,
    );
  });

  it('two paths to the same file are not a cycle', () => {
    assert.deepEqual(circle("import './b.ts';\nimport './c.ts';", "import './c.ts';", ''), []);
  });
});

describe('modules are loaded where the checks see it', () => {
  for (const text of [
    "import { createRequire } from 'node:module';",
    "import { createRequire as load } from 'node:module';",
    'const load = module.createRequire(import.meta.url);',
    "const hono = require('hono');",
    "const http = process.getBuiltinModule('node:http');",
    'await import(name);',
    "await import('node:' + name);",
  ]) {
    it(`${text} is found in a package`, () => {
      assertBroken(hiddenLoads, 'packages/authority/src/domain/a.ts', text, /hides it/);
      assertKept(hiddenLoads, 'tools/a.ts', text);
    });
  }

  for (const text of [
    "await import('node:http');",
    "// require('hono')",
    'const text = "require(\'hono\')";',
  ])
    it(`${text} is kept`, () => assertKept(hiddenLoads, 'packages/authority/src/domain/a.ts', text));
});
