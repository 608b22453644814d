/** The commands that README.md and docs/ show a newcomer work as written, in this order. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { codeBlocks } from '../../../tools/testing/code-blocks.ts';
import { startEcho } from '../../../tools/testing/echo.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { checkout, freePorts, npmStart, type Settings } from './support.ts';

const readme = ['README.md', 'docs/gateways.md', 'docs/http-api.md', 'docs/install.md']
  .map((file) => readFileSync(join(checkout, file), 'utf8'))
  .join('\n');

const envoy = await peerForTests('envoy');
const START_MS = 60_000;

/** The rest of an app around the README's lines; it prints the port it listens on. */
const apps: Readonly<Record<string, readonly [before: string, after: string]>> = {
  Express: [
    "import express from 'express'; const app = express();",
    "const server = app.listen(0, '127.0.0.1', () => console.log('port', server.address().port));",
  ],
};

/** The one fenced block that contains this text, without its fences; it may be there twice. */
function block(holds: string): string {
  const [found, ...more] = new Set(codeBlocks(readme).filter((text) => text.includes(holds)));
  assert.ok(found !== undefined && more.length === 0, `not one block with ${holds}`);
  return found;
}

describe('README.md and docs/', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-readme-'));
  let where: Settings;
  let start: ReturnType<typeof npmStart>;

  before(async () => {
    const [port = 0, gatePort = 0, demoPort = 0] = await freePorts(3);
    where = { port, gatePort, demoPort, data: join(folder, 'data') };
    symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'));
    start = npmStart(where);
    await start.shown();
  });
  after(async () => {
    await start.ctrlC();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Lines with the ports of this test. */
  function moved(lines: string): string {
    return lines
      .replaceAll('localhost:7420', `localhost:${where.port}`)
      .replaceAll('localhost:7421', `localhost:${where.gatePort}`)
      .replaceAll('localhost:7422', `localhost:${where.demoPort}`)
      .replaceAll('npx lostwax', 'lostwax');
  }

  function environment(port = where.port): NodeJS.ProcessEnv {
    const path = [join(checkout, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
    return { ...process.env, PATH: path, LOSTWAX_URL: `http://localhost:${port}` };
  }

  /** Runs lines in a folder of its own, with the authority on this port. */
  function run(given: string, port = where.port): Promise<string> {
    const lines = moved(given);
    const options = { cwd: folder, env: environment(port), timeout: START_MS };
    return new Promise((resolve, reject) => {
      execFile('sh', ['-ec', lines], options, (error, stdout, stderr) => {
        if (error) reject(new Error(`${lines}\n${stdout}${stderr}`, { cause: error }));
        else resolve(stdout);
      });
    });
  }

  /** A line that goes on running. */
  function keepRunning(line: string): ReturnType<typeof startProgram> {
    return startProgram('sh', ['-c', `cd '${folder}' && exec ${moved(line)}`], environment());
  }

  /** Before this address, a fresh key is let through, and no more once it is revoked; without one nobody is. */
  async function checksKeys(url: string, log: () => string): Promise<string> {
    const issued = 'lostwax key issue --workspace demo --customer initech --json';
    const { key, token } = JSON.parse(await run(issued)) as { key: { id: string }; token: string };
    const answers = (status: number, what: string): Promise<string> =>
      until(`${what}\n${log()}`, START_MS, async () => {
        const answer = await ask(url, [bearer(token)]).catch(() => undefined);
        return answer?.status === status && (answer.text || 'empty');
      });
    const text = await answers(200, 'the key is accepted');
    assert.equal((await ask(url)).status, 401);
    await run(`lostwax key revoke ${key.id}`);
    await answers(401, 'the revoked key is refused');
    return text;
  }

  it('the first screen: a key, a call, a revocation', async () => {
    const shown = block('$ npx lostwax key issue').split('\n');
    const commands = shown.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    const [issue = '', ...others] = commands;
    await run(issue);
    const lines = [bearer(readFileSync(join(folder, 'key.txt'), 'utf8').trim())];
    await until('the gate accepts the key', START_MS, async () => {
      return (await ask(`http://127.0.0.1:${where.gatePort}/`, lines)).status === 200;
    });
    const written = await run(others.join('\n'));
    assert.equal(withoutIds(written), withoutIds(shown.filter((line) => !line.startsWith('$ ')).join('\n')));
  });

  it('the screen of npm start', () => {
    const shown = block('Lostwax is running.');
    const words = (text: string): string[] => text.split('\n').filter((line) => /^[A-Z].*[:.,]$/.test(line));
    const printed = words(start.output());
    for (const line of words(shown).filter((text) => !text.includes('localhost'))) {
      assert.ok(printed.includes(line), `"${line}" is not on the screen`);
    }
  });

  it('the commands to try', async () => {
    rmSync(join(folder, 'key.txt'), { force: true });
    const id = "$(lostwax inspect - < key.txt | sed -n 's/^key id *//p')";
    const written = await run(block('lostwax inspect -').replace('KEY_ID', id));
    assert.match(written, /^valid /m);
  });

  it('no gate that a reader starts beside npm start takes one of its ports', () => {
    const gates = [...readme.matchAll(/^npx lostwax gate .*$/gm)].map(([line]) => line);
    assert.ok(gates.length > 0);
    for (const line of gates) assert.match(line, / --port 743\d\b/);
    assert.doesNotMatch(readme, /127\.0\.0\.1:742[0-2]/);
  });

  it('the first steps in production', async () => {
    const data = join(folder, 'production');
    const [port = 0, statusPort = 0] = await freePorts(2);
    const placed = (lines: string): string =>
      lines
        .replaceAll('/var/lib/lostwax', data)
        .replace('LOSTWAX_URL=https://keys.example.com', `LOSTWAX_URL=http://localhost:${port}`);
    const line = placed(block('lostwax serve --data'))
      .replace('7420', `${port}`)
      .replace('7430', `${statusPort}`);
    const authority = startProgram('sh', ['-c', `exec ${line}`], environment());
    try {
      await until('the authority runs', START_MS, () => {
        assert.ok(authority.running(), authority.output());
        return authority.output().includes('Press Ctrl-C');
      });
      const steps = ['workspace create acme_live', 'lostwax reader add', 'rm /var/lib/lostwax'].map(block);
      const list = 'lostwax key list --workspace lostwax --json';
      const written = await run(placed([...steps, list].join('\n')), port);
      assert.match(
        written,
        /^(npx )?lostwax gate --issuer https:\/\/keys\.example\.com\/acme_live .*--reader /m,
      );
      assert.match(written, /Revoked lostwax_/);
      const { items } = JSON.parse(written.split('\n').findLast((text) => text.startsWith('{')) ?? '') as {
        items: { customer: string; state: string }[];
      };
      const active = items.filter(({ state }) => state === 'active').map(({ customer }) => customer);
      assert.ok(active.includes('ada') && !active.includes('administrator'), written);
    } finally {
      await authority.stop();
    }
  });

  it('the five calls of the HTTP API', async () => {
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

  for (const [name, [begin, end]] of Object.entries(apps)) {
    it(`requireKey() before a route of ${name}`, async () => {
      const file = join(folder, `${name}.mjs`);
      writeFileSync(file, [begin, moved(block(`// ${name}`)), end].join('\n'));
      const app = startProgram(process.execPath, [file]);
      try {
        const port = await until('the app listens', START_MS, () => {
          assert.ok(app.running(), app.output());
          return /^port (\d+)$/m.exec(app.output())?.[1];
        });
        const text = await checksKeys(`http://127.0.0.1:${port}/orders`, app.output);
        assert.equal(text, 'orders of initech');
      } finally {
        await app.stop();
      }
    });
  }

  for (const [what, holds] of [
    ['as a reverse proxy', '--port 7431 --upstream'],
    ['behind HAProxy', '--port 7431 --status-port'],
  ] as const) {
    it(`a gate ${what}`, async () => {
      const [port = 0, statusPort = 0] = await freePorts(2);
      const shown = block(holds);
      const api = await startEcho();
      const line = shown
        .replace('7431', `${port}`)
        .replace('7424', `${statusPort}`)
        .replace('127.0.0.1:8080', `127.0.0.1:${api.port}`);
      const gate = keepRunning(line);
      try {
        const text = await checksKeys(`http://127.0.0.1:${port}/`, gate.output);
        assert.match(text, /\["x-lostwax-subject","initech"\]/);
      } finally {
        await gate.stop();
        await api.stop();
      }
    });
  }

  for (const [what, holds] of [
    ['asks a gate', '--mode gate'],
    ['alone', '--revocation 5'],
  ] as const) {
    it(`Envoy ${what}`, { skip: envoy.skip }, async () => {
      const [listen = 0, gatePort = 0] = await freePorts(2);
      const shown = `${holds === '--mode gate' ? block('--port 7431\n') : ''}${block(holds)}`;
      const api = await startEcho();
      const lines = shown
        .replace('127.0.0.1:8080', `127.0.0.1:${api.port} --listen 127.0.0.1:${listen} --admin 127.0.0.1:0`)
        .replaceAll('7431', `${gatePort}`)
        .split('\n');
      const programs = lines
        .filter((line) => line.startsWith('npx lostwax gate '))
        .map((line) => keepRunning(line));
      try {
        await run(lines.find((line) => line.includes('> envoy.yaml')) ?? '');
        assert.ok(lines.includes('envoy -c envoy.yaml'));
        const options = '--disable-hot-restart --concurrency 1 --log-level warning';
        programs.push(keepRunning(`${envoy.program} -c envoy.yaml ${options}`));
        const logs = (): string => programs.map((one) => one.output()).join('\n');
        const text = await checksKeys(`http://127.0.0.1:${listen}/`, logs);
        assert.match(text, /\["x-lostwax-subject","initech"\]/);
      } finally {
        for (const one of programs) await one.stop();
        await api.stop();
      }
    });
  }
});

function withoutIds(text: string): string {
  return text.trim().replaceAll(/demo_[0-9a-f]{2}_\w{22}/g, 'KEY_ID');
}
