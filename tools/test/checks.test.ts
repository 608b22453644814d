import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deadLinks } from '../checks/dead-links.ts';
import { fileLength } from '../checks/file-length.ts';
import { noConflict } from '../checks/no-conflict.ts';
import { noMachine } from '../checks/no-machine.ts';
import { noSecret } from '../checks/no-secret.ts';
import { noSpread } from '../checks/no-spread.ts';
import { shellBlocks } from '../checks/shell-blocks.ts';
import { testDialect } from '../checks/test-dialect.ts';

import { assertBroken, assertKept } from './support.ts';

describe('no registry and no machine in tracked files', () => {
  // Built from parts, so that this file passes the check that it tests.
  const registry = ['registry', 'npmjs', 'org'].join('.');

  it('a registry in the lock file is found with its line', () => {
    assertBroken(
      noMachine,
      'package-lock.json',
      `{\n"x": "https://${registry}/x.tgz"}`,
      /^package-lock\.json:2 /,
    );
    assertBroken(noMachine, '.npmrc', `${'registry'}=https://mirror.test/`, /registry/);
  });

  for (const folder of ['home/ada', 'Users/ada', 'root', 'work']) {
    it(`${folder} at the start of a path is found`, () => {
      assertBroken(noMachine, 'docs/a.md', `see \`/${folder}/src/x.ts\``, /path of one machine/);
    });
  }

  it('relative paths, routes and URLs are allowed', () => {
    for (const text of [
      'packages/work/a',
      'http://localhost/work/',
      '/v1/workspaces/acme',
      '../home/x',
      '/tmp/x',
    ]) {
      assertKept(noMachine, 'docs/a.md', text);
    }
  });
});

describe('no markers of a merge in tracked files', () => {
  it('both markers are found, in prose as in code', () => {
    const [ours, theirs] = ['<'.repeat(7), '>'.repeat(7)];
    assertBroken(noConflict, 'CHANGELOG.md', `- one\n${ours} HEAD\n- two`, /^CHANGELOG\.md:2 /);
    assertBroken(noConflict, 'a.ts', `${theirs} 1234567 (Change)`, /merge marker/);
  });

  it('a quote, a heading and a shift are allowed', () => {
    for (const text of ['> > quoted', 'Heading\n=======', 'const a = 1 << 7;', `x ${'>'.repeat(7)}`])
      assertKept(noConflict, 'docs/a.md', text);
  });
});

describe('no secret in tracked files', () => {
  const token = `${['eyJraW', 'QiOi'].join('')}${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(86)}`;

  it('a private key is found as PEM and as JWK', () => {
    assertBroken(noSecret, 'a.pem', `-----BEGIN ${'EC PRIVATE'} KEY-----`, /private key/);
    assertBroken(noSecret, 'a.json', `{"kty":"EC","d":"${'x'.repeat(43)}"}`, /private key/);
    assertKept(noSecret, 'a.pem', '-----BEGIN PUBLIC KEY-----');
  });

  it('a complete token is found, except in example files', () => {
    assertBroken(noSecret, 'packages/core/test/a.test.ts', `'${token}'`, /whole token/);
    assertKept(noSecret, 'spec/vectors/tokens.json', `"${token}"`);
    assertKept(noSecret, 'packages/core/src/a.ts', `'${token.slice(0, 14)}'`);
  });

  it("another service's credential is found anywhere", () => {
    assertBroken(noSecret, 'docs/a.md', `${'AKIA'}${'A1'.repeat(8)}`, /withdraw it/);
  });
});

describe('tests are written with describe and it', () => {
  it('other functions are found', () => {
    for (const names of ['test', 'after, suite', 'type TestContext, test'])
      assertBroken(
        testDialect,
        'packages/x/test/a.test.ts',
        `import { ${names} } from 'node:test';`,
        /use it/,
      );
    for (const names of ['it', 'after, describe, it', 'type TestContext'])
      assertKept(testDialect, 'packages/x/test/a.test.ts', `import { ${names} } from 'node:test';`);
  });
});

describe('no call spreads a list into its arguments', () => {
  it('a spread is found in arguments, and allowed in a literal', () => {
    for (const text of ['a.push(...b);', 'Math.max(0, ...b);', 'Math.min(...b.map((c) => c.d))']) {
      assertBroken(noSpread, 'packages/x/src/a.ts', text, /use a loop/);
    }
    for (const text of ['[...a, ...b];', 'Buffer.concat([a, ...b])', 'push((...a) => a)']) {
      assertKept(noSpread, 'packages/x/src/a.ts', text);
    }
  });
});

describe('source files are short, or have a reason', () => {
  const long = 'x\n'.repeat(301);
  const none = fileLength(new Map());
  const listed = fileLength(new Map([['a.ts', 'a table']]));

  it('301 lines are found, 300 are allowed', () => {
    assertBroken(none, 'a.ts', long, /^a\.ts:1 has 301 lines/);
    assertKept(none, 'a.ts', 'x\n'.repeat(300));
    assertKept(none, 'package-lock.json', long);
  });

  it('a listed file may be long, and is a finding if it is short', () => {
    assertKept(listed, 'a.ts', long);
    assertBroken(listed, 'a.ts', 'x\n', /take it off the list/);
  });
});

describe('links in documents', () => {
  const spec = { path: 'spec/a.md', text: '# The `feed`\n## 2. Addresses, all\n' };
  const found = (text: string) => deadLinks.run([spec, { path: 'docs/b.md', text }]);

  it('to a file, a folder, a heading in any document, or another site are allowed', () => {
    for (const target of [
      '../spec/a.md',
      '../spec',
      '../spec/',
      '../spec/a.md#2-addresses-all',
      '#own',
      'https://x.test/y',
    ])
      assert.deepEqual(found(`# Own\n[x](${target})`), [], target);
  });

  it('to missing targets are found with their lines', () => {
    for (const target of ['../spec/gone.md', 'spec/a.md', '../spec/a.md#addresses', '#other'])
      assert.deepEqual(found(`# Own\n[x](${target})`), [
        `docs/b.md:2 ${target} leads nowhere: point it at what took its place`,
      ]);
  });
});

describe('shell blocks that work in zsh', () => {
  const block = (lines: string, language = 'sh') =>
    `# Title?\n\`\`\`${language}\n${lines}\n\`\`\`\nIs this [fine]?`;

  for (const line of [
    'npm ci # installs',
    '# above',
    'curl http://localhost/keys?customer=1 -H "$A"',
    'ls *.db',
    'echo [a]',
  ]) {
    it(`${line} is found`, () => assertBroken(shellBlocks, 'README.md', block(line), /^README\.md:3 /));
  }
  for (const line of [
    'curl "http://localhost/keys?customer=1"',
    "jq '.items[]' < a#b",
    'kill $(jobs -p | head -n1)',
    'curl -d \'{"a":\n["b"]}\'',
  ]) {
    it(`${line} is allowed`, () => assertKept(shellBlocks, 'README.md', block(line)));
  }
  it('terminal output is checked where it shows a command', () => {
    assertKept(shellBlocks, 'README.md', block('Is it there? [yes]', ''));
    assertBroken(shellBlocks, 'README.md', block('$ ls *.db', ''), /:3 /);
  });
});
