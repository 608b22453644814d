/**
 * Pages of gateways are followed as a newcomer would: in an empty folder, each command as it is written, from "Before you start" to the
 * request at the end. Only ports differ. Pages that need root, a cluster or a cloud can't be followed here.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { peerForTests } from '../peers/peer.ts';
import { lostwaxCommand } from '../testing/authority.ts';
import { codeBlocks } from '../testing/code-blocks.ts';
import { type Program, startProgram } from '../testing/program.ts';
import { freePort } from '../testing/server.ts';
import { until } from '../testing/until.ts';

const root = join(import.meta.dirname, '..', '..');
const LIMIT_MS = 60_000;
const PORTS = ['7420', '7421', '8000', '8080', '9901', '10000'];
/** Commands that keep running: a reader gives each its own terminal, and waits until those of Lostwax say how to stop them. */
const staying = /^(?:envoy|haproxy|lostwax (?:gate|pins|serve)|python3) /;
const start = sectionOf('gateways/README.md', 'Before you start');
const envoy = await peerForTests('envoy');
const haproxy = await peerForTests('haproxy');

describe('following a page, a key works, and no more once it is revoked:', { timeout: 240_000 }, () => {
  it('Envoy by the key set', { skip: envoy.skip }, async (t) => {
    await follow(t, [...start, ...sectionOf('gateways/envoy/README.md', 'How')]);
  });

  it('Envoy with a gate', { skip: envoy.skip }, async (t) => {
    const call = sectionOf('gateways/envoy/README.md', 'How').filter((line) => line.startsWith('curl'));
    await follow(t, [...start, ...sectionOf('gateways/envoy/README.md', 'With a gate'), ...call]);
  });

  it('HAProxy with pins', { skip: haproxy.skip }, async (t) => {
    await follow(t, [...start, ...sectionOf('gateways/haproxy/README.md', 'How')]);
  });
});

/** The lines of a section's shell blocks. */
function sectionOf(path: string, title: string): string[] {
  const sections = readFileSync(join(root, path), 'utf8').split(/^## /m);
  const found = sections.find((text) => text.startsWith(`${title}\n`)) ?? assert.fail(`${path}: ${title}`);
  return codeBlocks(found, 'sh').flatMap((code) => code.replaceAll('\\\n', '').trim().split('\n'));
}

/** Runs the lines in an empty folder. The last one is the request. */
async function follow(t: TestContext, lines: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-page-'));
  const programs: Program[] = [];
  t.after(async () => {
    for (const program of programs.reverse()) await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const ports = new Map<string, string>();
  for (const port of PORTS) ports.set(port, `${await freePort()}`);
  const moved = (text: string): string =>
    text.replaceAll(/(?<=:|port |server |port_value: )\d{4,5}\b/g, (port) => ports.get(port) ?? port);
  const env = {
    ...process.env,
    PATH: [commands(join(folder, 'bin')), process.env['PATH']].join(delimiter),
    LOSTWAX_URL: `http://localhost:${ports.get('7420')}`,
  };
  const run = (line: string): string =>
    execFileSync('sh', ['-ec', line], {
      cwd: folder,
      env,
      timeout: LIMIT_MS,
      encoding: 'utf8',
      stdio: 'pipe',
    });

  const steps = lines.map(moved);
  const request = steps.pop() ?? '';
  assert.match(request, /^curl /);
  for (const line of steps) {
    if (staying.test(line)) {
      const program = startProgram('sh', ['-c', `cd '${folder}' && exec ${line}`], env);
      programs.push(program);
      if (line.startsWith('lostwax'))
        await until(`${line} runs`, LIMIT_MS, () => {
          assert.ok(program.running(), program.output());
          return program.output().includes('Press Ctrl-C');
        });
      continue;
    }
    run(line);
    const [, file] = /^lostwax gateway .*> (\S+)$/.exec(line) ?? [];
    if (file !== undefined)
      writeFileSync(join(folder, file), moved(readFileSync(join(folder, file), 'utf8')));
  }
  const answers = (accepted: boolean): Promise<true | string> =>
    until(`the request is ${accepted ? 'accepted' : 'refused'}`, LIMIT_MS, () => {
      const text = run(`${request} --silent || sleep 0.2; sleep 0.1`);
      return text !== '' && text.includes('Directory listing') === accepted && text;
    });
  await answers(true);
  run('lostwax key revoke - < key.txt');
  await answers(false);
}

/** The programs that a page expects in the `PATH`: what they do differently concerns only other tests on the same machine. */
function commands(folder: string): string {
  mkdirSync(folder);
  const scripts = {
    lostwax: `exec '${process.execPath}' '${lostwaxCommand}' "$@"`,
    envoy: `exec '${envoy.program}' --disable-hot-restart --concurrency 1 --log-level error "$@"`,
    // In the foreground, so that it can be stopped.
    haproxy: `exec '${haproxy.program}' "$@" -db`,
  };
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}
