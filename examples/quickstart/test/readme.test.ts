/** The lines that README.md shows to a newcomer work as they stand there, in this order. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { checkout, freePorts, npmStart, type Settings } from './support.ts';

const readme = readFileSync(join(checkout, 'README.md'), 'utf8');

/** Fenced blocks of the README that hold this text, without their fences. */
function block(holds: string): string {
  const all = [...readme.matchAll(/^```(?:sh)?\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
  const [found, ...more] = all.filter((text) => text.includes(holds));
  assert.ok(found !== undefined && more.length === 0, `not one block with ${holds}`);
  return found;
}

suite('README.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-readme-'));
  let where: Settings;
  let start: ReturnType<typeof npmStart>;

  before(async () => {
    const [port = 0, gatePort = 0, demoPort = 0] = await freePorts(3);
    where = { port, gatePort, demoPort, data: join(folder, 'data') };
    start = npmStart(where);
    await start.shown();
  });
  after(async () => {
    await start.ctrlC();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs lines in a folder of its own, where ports and files are those of this test. */
  function run(lines: string): Promise<string> {
    const moved = lines
      .replaceAll('localhost:7420', `localhost:${where.port}`)
      .replaceAll('localhost:7421', `localhost:${where.gatePort}`)
      .replaceAll('localhost:7422', `localhost:${where.demoPort}`)
      .replaceAll('npx lostwax', 'lostwax');
    const path = [join(checkout, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
    const env = { ...process.env, PATH: path, LOSTWAX_URL: `http://localhost:${where.port}` };
    return new Promise((resolve, reject) => {
      execFile('sh', ['-ec', moved], { cwd: folder, env, timeout: 60_000 }, (error, stdout, stderr) => {
        if (error) reject(new Error(`${moved}\n${stdout}${stderr}`, { cause: error }));
        else resolve(stdout);
      });
    });
  }

  test('the first screen: a key, a call, a revocation', async () => {
    const shown = block('$ npx lostwax key issue').split('\n');
    const commands = shown.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    const written = await run(commands.join('\n'));
    assert.equal(withoutIds(written), withoutIds(shown.filter((line) => !line.startsWith('$ ')).join('\n')));
  });

  test('the screen of npm start', () => {
    const shown = block('Lostwax runs.');
    const words = (text: string): string[] => text.split('\n').filter((line) => /^[A-Z].*[:.,]$/.test(line));
    const printed = words(start.output());
    for (const line of words(shown).filter((text) => !text.includes('localhost'))) {
      assert.ok(printed.includes(line), `"${line}" is not on the screen`);
    }
  });

  test('the commands that are worth a try', async () => {
    await run('lostwax key issue --workspace demo --customer initech > key.txt');
    const id = await run("lostwax inspect - < key.txt | sed -n 's/^key id *//p'");
    const written = await run(block('lostwax inspect -').replace('KEY_ID', id.trim()));
    assert.match(written, /^valid /m);
  });

  test('the five calls of the HTTP API', async () => {
    const lines = block('ADMIN=').replace('KEY_ID', '$(cat id.txt)');
    const issue = lines.split('\n').find((line) => line.includes('"customer"')) ?? '';
    const keep = `${issue} > issued.json; sed 's/^{"key":{"id":"\\([^"]*\\)".*/\\1/' issued.json > id.txt; cat issued.json`;
    const written = await run(lines.replace(issue, keep).replaceAll('curl ', 'curl -sS --fail-with-body '));
    assert.match(written, /"state":"revoked"/);
    assert.match(written, /"kid":"acme_live_sentinel"/);
    const found = `curl -sS --fail-with-body ${/curl (-X POST \S+self\/revoke .*?)`/.exec(readme)?.[1]}`;
    const issued = 'FOUND=$(lostwax key issue --workspace acme_live --customer cus_4711)';
    assert.match(await run(`${issued}\n${found}`), /"state":"revoked"/);
  });
});

function withoutIds(text: string): string {
  return text.trim().replaceAll(/demo_[0-9a-f]{2}_\w{22}/g, 'KEY_ID');
}
