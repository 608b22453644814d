import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
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

function callTo(port: number): RegExp {
  return new RegExp(`^curl .*:${port}/ `);
}

async function nothingListens({ port, gatePort, demoPort }: Settings): Promise<void> {
  for (const one of [port, gatePort, demoPort]) {
    const server = await until('the port is free', 15_000, () => listenOn(one).catch(() => undefined));
    server.close();
  }
}

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-quickstart-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const settings = async (data: string): Promise<Settings> => {
    const [port = 0, gatePort = 0, demoPort = 0] = await freePorts(3);
    return { port, gatePort, demoPort, data: join(folder, data) };
  };

  it('prints lines that work: 200, then revoked, then 401; a second start keeps everything', async () => {
    const where = await settings('it is kept');
    const first = npmStart(where);
    const firstCurl = lineOf(await first.shown(), callTo(where.gatePort));
    assert.match(await paste(firstCurl), /^HTTP\/1\.1 200 /);
    await first.ctrlC();
    await nothingListens(where);

    const second = npmStart(where);
    const screen = await second.shown();
    assert.match(screen, /The key of the last start is now revoked/);
    const through = lineOf(screen, callTo(where.gatePort));
    const direct = lineOf(screen, callTo(where.demoPort));
    for (const call of [through, direct])
      assert.match(await paste(call), /^HTTP\/1\.1 200 .*"hello":"initech"/s);
    assert.match(await paste(firstCurl), /^HTTP\/1\.1 401 /);

    await paste(lineOf(screen, /npx lostwax key revoke/));
    for (const call of [through, direct]) {
      const refused = await until('the revoked key answers 401', 20_000, async () => {
        const answer = await paste(call);
        return answer.startsWith('HTTP/1.1 401 ') && answer;
      });
      assert.match(refused, /^www-authenticate: Bearer realm="\w+", error="invalid_token"\r$/im);
    }
    // The gate reports uses every ten seconds, and what it has applied more often.
    await until('the key record says what the gate did', 30_000, async () => {
      const shown = await paste(lineOf(screen, /npx lostwax key show/));
      return (
        /^last used +\d{4}/m.test(shown) && /^readers +refused since \d{4}.* by 1 of 1 gate$/m.test(shown)
      );
    });
    const record = JSON.parse(await paste(`${lineOf(screen, /npx lostwax key show/)} --json`));
    const known = [record.usageTracking, record.usageKnown];
    assert.deepEqual(known, ['partial', null], 'the demo API takes keys too, and reports no uses');
    await second.ctrlC();
    for (const start of [first, second]) assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
  });

  it('prints links to portal and console that sign in once, and commands that print new ones', async () => {
    const where = await settings('pages');
    const start = npmStart(where);
    const screen = await start.shown();
    const origin = `http://localhost:${where.port}`;
    const enter = async (link: string, workspace?: string): Promise<number> => {
      const page = await fetch(link);
      assert.match(await page.text(), /<script type="module"/);
      const answer = await fetch(`${origin}/v1/session/exchange`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: link.split('#')[1], ...(workspace && { workspace }) }),
      });
      return answer.status;
    };
    const portal = lineOf(screen, /^http.*\/portal\/demo\/#/);
    const console = lineOf(screen, /^http.*\/console\/#/);
    assert.deepEqual([await enter(portal, 'demo'), await enter(portal, 'demo')], [201, 400]);
    assert.deepEqual([await enter(console), await enter(console)], [201, 400]);
    const again = await paste(lineOf(screen, /npx lostwax portal /));
    assert.equal(await enter(again.trim(), 'demo'), 201);
    assert.equal(await enter((await paste(lineOf(screen, /npx lostwax console/))).trim()), 201);
    await start.ctrlC();
  });

  it('nothing that a client says of itself passes the gate, and uses of the last seconds are reported', async () => {
    const where = await settings('forged');
    const start = npmStart(where);
    const screen = await start.shown();
    const call = lineOf(screen, callTo(where.gatePort));
    const forged = await paste(`${call} -H 'x-lostwax-subject: somebody' -H 'X_Lostwax_Subject: somebody'`);
    assert.match(forged, /"hello":"initech"/);
    assert.match(
      await paste(call.replace(/ -H .*/, ' -H "x-lostwax-subject: somebody"')),
      /^HTTP\/1\.1 401 /,
    );
    await start.ctrlC();
    assert.doesNotMatch(start.output(), /"level":/, 'no log');
    const again = npmStart(where);
    await again.shown();
    const shown = await paste(lineOf(screen, /npx lostwax key show/));
    assert.match(shown, /^last used +\d{4}/m);
    assert.match(shown, /^state +revoked$/m);
    await again.ctrlC();
  });

  it('keeps no key in any file but admin.key', async () => {
    const where = await settings('at rest');
    const start = npmStart(where);
    const call = lineOf(await start.shown(), callTo(where.gatePort));
    await paste(call);
    await start.ctrlC();
    for (const file of readdirSync(where.data, { recursive: true, encoding: 'utf8' })) {
      const path = join(where.data, file);
      if (file === 'admin.key' || !statSync(path).isFile()) continue;
      assert.doesNotMatch(readFileSync(path, 'latin1'), /eyJraWQiOi[\w-]+\.[\w-]+\.[\w-]+/, file);
    }
  });

  it('leaves nothing behind when it is killed', async () => {
    const where = await settings('killed');
    const start = npmStart(where, process.execPath, 'examples/quickstart/start.ts');
    await start.shown();
    start.child.kill('SIGKILL');
    await nothingListens(where);
  });

  it('says so when a port is taken, and leaves nothing behind', async () => {
    const where = await settings('taken');
    for (const [port, words] of [
      [where.port, `127.0.0.1:${where.port} is already in use`],
      [where.gatePort, `127.0.0.1:${where.gatePort} is already in use, perhaps by another gate`],
      [
        where.demoPort,
        `The demo API can't listen on 127.0.0.1:${where.demoPort}: something else is already listening there`,
      ],
    ] as const) {
      const taken = await listenOn(port);
      const start = npmStart(where);
      assert.notEqual(await start.ended, 0);
      taken.close();
      assert.ok(start.output().includes(words), start.output());
      assert.match(start.output(), /LOSTWAX_PORT=7520 LOSTWAX_GATE_PORT=7521 LOSTWAX_DEMO_PORT=7522/);
      assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
    }
  });

  it('says so when admin.key is gone, and what to do about it', async () => {
    const where = await settings('keyless');
    const first = npmStart(where);
    await first.shown();
    await first.ctrlC();
    rmSync(join(where.data, 'admin.key'));
    const start = npmStart(where);
    assert.notEqual(await start.ended, 0);
    assert.match(start.output(), /There is no administrator key in .*admin\.key/);
    assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
    await paste(lineOf(start.output(), /admin reset/).replace(/^.*: (?=npx)/, ''));
    const again = npmStart(where);
    await again.shown();
    await again.ctrlC();
  });

  it('says so when the folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const start = npmStart(await settings('file/data'));
    assert.notEqual(await start.ended, 0);
    assert.match(start.output(), /file\/data cannot be created/);
    assert.doesNotMatch(start.output(), /\.ts:\d+/, 'no stack trace');
  });
});
