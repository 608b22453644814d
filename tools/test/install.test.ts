/** docs/install.md: the output of `npm pack` can be installed outside the checkout, and works there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const document = readFileSync(join(root, 'docs', 'install.md'), 'utf8');

describe('docs/install.md', { timeout: 280_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-install-'));
  const tarballs = join(folder, 'tarballs');
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(() => {
    mkdirSync(tarballs);
    run(root, line('npm pack').replace('destination tarballs', `destination '${tarballs}' --ignore-scripts`));
  });

  /** An empty project into which the document's command has installed some tarballs. */
  function project(name: string, install: string): string {
    const place = join(folder, name);
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), '{"type": "module"}');
    const flags = '--no-audit --no-fund --loglevel=error';
    run(place, `${install.replaceAll('/path/to/lostwax/tarballs', tarballs)} ${flags}`);
    return place;
  }

  it('installs the command, with every package it needs', () => {
    const place = project('all', line("-name '*.tgz'"));
    const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(run(place, line('npx lostwax --version')).trim(), version);
    for (const command of ['serve', 'gate']) {
      assert.match(run(place, `npx lostwax ${command} --help`), /--port/);
    }
  });

  it('installs the verifier from only three tarballs', () => {
    const place = project('verifier', `${line('{core,contract,verifier}')} --offline`);
    assert.deepEqual(readdirSync(join(place, 'node_modules')), ['.package-lock.json', '@lostwax']);
    writeFileSync(
      join(place, 'app.js'),
      `import { createVerifier } from '@lostwax/verifier';
      import { requireKey } from '@lostwax/verifier/express';
      const verifier = createVerifier({ issuers: ['http://localhost:9/demo'] });
      console.log(typeof requireKey(verifier), verifier.check('nonsense').code);
      verifier.close();`,
    );
    assert.equal(run(place, 'node app.js').trim(), 'function set_stale');
  });
});

/** The only line in the document's shell blocks that contains this text. */
function line(holds: string): string {
  const found = document.split('\n').filter((one) => /^(npm|npx) /.test(one) && one.includes(holds));
  assert.equal(found.length, 1, `docs/install.md has not one command with ${holds}`);
  return found[0] ?? '';
}

/** Runs one line as a person with the right Node version would, outside any npm script. */
function run(place: string, command: string): string {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_TEST)/.test(name));
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const env = { ...Object.fromEntries(inherited), PATH: path };
  return execFileSync('bash', ['-ec', command], { cwd: place, env, encoding: 'utf8', timeout: 120_000 });
}
