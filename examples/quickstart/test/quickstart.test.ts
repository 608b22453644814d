import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { checkout, freePorts, listenOn, npmStart, type Settings } from './support.ts';

/** Runs a line as it was printed. */
function paste(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('sh', ['-c', line], { cwd: checkout, timeout: 30_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${line}\n${stdout}${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}

function lineOf(screen: string, start: RegExp): string {
  const line = screen.split('\n').find((text) => start.test(text));
  assert.ok(line, `no line ${start} in:\n${screen}`);
  return line;
}

suite('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-quickstart-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const settings = async (data: string): Promise<Settings> => {
    const [port = 0, demoPort = 0] = await freePorts(2);
    return { port, demoPort, data: join(folder, data) };
  };

  test('prints lines that work: 200, then revoked, then 401 within 2 s; a second start keeps everything', async () => {
    const where = await settings('it is kept');
    const first = npmStart(where);
    const firstCurl = lineOf(await first.shown(), /^curl /);
    assert.match(await paste(firstCurl), /^HTTP\/1\.1 200 /);
    await first.ctrlC();
    // Nothing of it lives on.
    for (const port of [where.port, where.demoPort]) (await listenOn(port)).close();

    const second = npmStart(where);
    const screen = await second.shown();
    assert.match(screen, /The one of the last start is revoked/);
    const curl = lineOf(screen, /^curl /);
    assert.match(await paste(curl), /^HTTP\/1\.1 200 /);
    assert.match(await paste(firstCurl), /^HTTP\/1\.1 401 /);

    await paste(lineOf(screen, /npx lostwax key revoke/));
    const refused = await until('the revoked key answers 401', 2_000, async () => {
      const answer = await paste(curl);
      return answer.startsWith('HTTP/1.1 401 ') && answer;
    });
    assert.match(refused, /^www-authenticate: Bearer realm="demo", error="invalid_token"\r$/im);
    await second.ctrlC();
    for (const start of [first, second]) assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
  });

  test('leaves nothing behind when it is killed', async () => {
    const where = await settings('killed');
    const start = npmStart(where, process.execPath, 'examples/quickstart/start.ts');
    await start.shown();
    start.child.kill('SIGKILL');
    for (const port of [where.port, where.demoPort]) {
      const server = await until('the port is free', 10_000, () => listenOn(port).catch(() => undefined));
      server.close();
    }
  });

  test('says so when a port is taken, and leaves nothing behind', async () => {
    const where = await settings('taken');
    for (const [port, words] of [
      [where.port, `Something else listens on 127.0.0.1:${where.port} already`],
      [where.demoPort, `The demo API cannot have 127.0.0.1:${where.demoPort}: something else listens there`],
    ] as const) {
      const taken = await listenOn(port);
      const start = npmStart(where);
      assert.notEqual(await start.ended, 0);
      taken.close();
      assert.ok(start.output().includes(words), start.output());
      assert.match(start.output(), /LOSTWAX_PORT=7520 LOSTWAX_DEMO_PORT=7522/);
      assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
    }
  });

  test('says so when admin.key is gone, and what to do about it', async () => {
    const where = await settings('keyless');
    const first = npmStart(where);
    await first.shown();
    await first.ctrlC();
    rmSync(join(where.data, 'admin.key'));
    const start = npmStart(where);
    assert.notEqual(await start.ended, 0);
    assert.match(start.output(), /There is no administrator's key in .*admin\.key/);
    assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
    await paste(lineOf(start.output(), /admin reset/).replace(/^.*: (?=npx)/, ''));
    const again = npmStart(where);
    await again.shown();
    await again.ctrlC();
  });

  test('says so when the folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const start = npmStart(await settings('file/data'));
    assert.notEqual(await start.ended, 0);
    assert.match(start.output(), /The folder .*file\/data cannot be used: /);
    assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
  });
});
