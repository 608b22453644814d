/** docs/install.md: the output of `npm pack` can be installed outside the checkout, and works there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Program, startProgram } from '../testing/program.ts';
import { until } from '../testing/until.ts';

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
    for (const command of ['serve', 'gate', 'pins']) {
      assert.match(run(place, `npx lostwax ${command} --help`), /-port/);
    }
  });

  it('runs an authority and a gate from the installed packages', async () => {
    const place = join(folder, 'all');
    const command = join(place, 'node_modules', '@lostwax', 'cli', 'bin', 'lostwax.js');
    const programs: Program[] = [];
    const start = async (...args: string[]): Promise<string> => {
      const program = startProgram(
        process.execPath,
        [command, ...args, '--json', '--port', '0'],
        process.env,
      );
      programs.push(program);
      return until(`${args[0]} listens`, 30_000, () => {
        assert.ok(program.running(), program.output());
        return /"url":"([^"]+)"/.exec(program.output())?.[1];
      });
    };
    try {
      const data = join(folder, 'data');
      const url = await start('serve', '--data', data);
      const lostwax = (args: string): string => run(place, `npx lostwax ${args} --url ${url} --data ${data}`);
      lostwax('workspace create demo --scope read');
      const key = lostwax('key issue --workspace demo --customer ada --scope read').trim();
      const gate = await start('gate', '--issuer', `http://localhost:${new URL(url).port}/demo`);
      const answer = async (bearer: string): Promise<number> =>
        (await fetch(`${gate}/verify`, { headers: { authorization: `Bearer ${bearer}` } })).status;
      await until('the gate accepts the key', 10_000, async () => (await answer(key)) === 200);
      assert.equal(await answer(`${key}x`), 401);
      assert.equal((await fetch(`${url}/console`)).status, 200, 'the pages are in the package');
    } finally {
      for (const program of programs.reverse()) await program.stop();
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

    const program = "import { createVerifier, type Verifier } from '@lostwax/verifier';\n";
    const right = 'const verifier: Verifier = createVerifier({ issuers: [] });\nverifier.close();\n';
    writeFileSync(join(place, 'right.ts'), program + right);
    writeFileSync(
      join(place, 'wrong.ts'),
      `${program}export const it: Verifier = createVerifier({ issuers: 1 });\n`,
    );
    const tsc = `'${join(root, 'node_modules', '.bin', 'tsc')}' --noEmit --strict --skipLibCheck false --module nodenext --types node --typeRoots '${join(root, 'node_modules', '@types')}'`;
    run(place, `${tsc} right.ts`);
    assert.throws(() => run(place, `${tsc} wrong.ts`));
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
