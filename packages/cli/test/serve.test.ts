import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { it } from 'node:test';
import { assertNoInspector } from '../../../tools/testing/inspector.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { upload } from '../../../tools/testing/upload.ts';
import { binFolder, makePlace, secretKeyFile, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';

it('SIGTERM and SIGINT stop it with exit code 0, and everything is there after a restart', async () => {
  const place = makePlace();
  try {
    const first = await serve(place);
    const made = await sh(place, 'lostwax workspace create acme', { LOSTWAX_URL: first.url });
    assert.equal(made.code, 0, made.stderr);
    await first.program.stop('SIGTERM');
    assert.equal(first.program.child.exitCode, 0);

    const second = await serve(place, '--port', new URL(first.url).port);
    assert.equal(second.firstStart, false);
    const shown = await sh(place, 'lostwax workspace show acme', { LOSTWAX_URL: second.url });
    assert.equal(shown.code, 0, shown.stderr);
    await second.program.stop('SIGINT');
    assert.equal(second.program.child.exitCode, 0);
  } finally {
    place.remove();
  }
});

it('SIGTERM drains first: no request is lost, and /readyz reports it; SIGUSR1 opens no inspector', async () => {
  const place = makePlace();
  const { url, program } = await serve(place, '--drain', '4');
  const agent = new Agent({ keepAlive: true });
  const send = () =>
    new Promise<[status: number | undefined, connection: string | undefined]>((resolve, reject) => {
      const outgoing = request(`${url}/healthz`, { agent }, (answer) => {
        const { statusCode, headers } = answer;
        answer.on('end', () => resolve([statusCode, headers.connection])).resume();
      });
      outgoing.on('error', reject).end();
    });
  const sendMany = () => Promise.all(Array.from({ length: 20 }, send));
  try {
    await assertNoInspector(program);
    await sendMany();
    program.child.kill('SIGTERM');
    await until('each answer is the last of its connection', 10_000, async () => {
      const answers = await sendMany();
      for (const [status] of answers) assert.equal(status, 200);
      return answers.every(([, connection]) => connection === 'close');
    });
    await until('it is not ready', 10_000, async () => {
      const answer = await fetch(`${url}/readyz`);
      return answer.status === 503 && (await answer.text()).includes('"shutting_down"');
    });
    await until('it has ended', 10_000, () => !program.running());
    assert.equal(program.child.exitCode, 0);
  } finally {
    agent.destroy();
    await program.stop('SIGKILL');
    place.remove();
  }
});

it('a client that is refused during an upload can read the reason', async () => {
  const place = makePlace();
  const { url, program } = await serve(place);
  try {
    const path = `${url}/v1/workspaces/lostwax/keys`;
    const statuses = await Promise.all(
      Array.from({ length: 10 }, () => upload(path, 10_000_000, [bearer('nonsense')])),
    );
    assert.deepEqual(new Set(statuses), new Set([401]));
  } finally {
    await program.stop();
    place.remove();
  }
});

it('the commands that it prints for people work unchanged', async () => {
  const place = makePlace();
  const bin = `${binFolder}/lostwax.js`;
  const args = ['serve', '--port', '0', '--data', `${place.folder}/kept here`];
  const program = startProgram(process.execPath, [bin, ...args], place.env);
  try {
    const shown = await until('it says what to do next', 20_000, () => {
      if (!program.running()) throw new Error(program.output());
      return program.output().includes('Ctrl-C') && program.output();
    });
    const lines = [...shown.matchAll(/^ {2}(\S.*)$/gm)].map(([, line]) => line ?? '');
    assert.equal(lines.length, 3, shown);
    for (const line of lines) {
      const { code, stderr } = await sh(place, line);
      assert.equal(code, 0, `${line}\n${stderr}`);
    }
  } finally {
    await program.stop();
    place.remove();
  }
});

it('separate port for key sets and feeds, and no other, with --publish-port', async () => {
  const place = makePlace();
  const authority = await serve(place, '--publish-port', '0');
  try {
    assert.notEqual(authority.publishUrl, authority.url);
    const path = '/lostwax/.well-known/jwks.json';
    assert.equal((await fetch(authority.publishUrl + path)).status, 200);
    assert.equal((await fetch(authority.url + path)).status, 404);
  } finally {
    await authority.program.stop();
    place.remove();
  }
});

it('logs are JSON on stderr and contain no key', async () => {
  const place = makePlace();
  const authority = await serve(place, '--log-level', 'trace');
  try {
    const line = 'lostwax workspace create acme && lostwax key issue --workspace acme --customer c > key.txt';
    const made = await sh(place, line, { LOSTWAX_URL: authority.url });
    assert.equal(made.code, 0, made.stderr);
    const logged = await until('the request is logged', 15_000, () => {
      const lines = authority.program.output().trim().split('\n');
      return lines.some((text) => text.includes('"request"')) && lines;
    });
    for (const text of logged) assert.doesNotThrow(() => JSON.parse(text), text);
    assert.doesNotMatch(logged.join('\n'), /eyJraWQiOi/);
  } finally {
    await authority.program.stop();
    place.remove();
  }
});

it('a secret key comes from a file or the environment, and anything else in its place is refused', async () => {
  const place = makePlace();
  const right = secretKeyFile(place);
  const line = 'lostwax serve --data data --port 0 --json --secret-key-file';
  try {
    writeFileSync(join(place.folder, 'short.key'), 'short');
    for (const file of ['short.key', 'nowhere.key']) {
      const { code, stderr } = await sh(place, `${line} ${file}`, {});
      assert.notEqual(code, 0);
      assert.match(stderr, /secret[ -]key/, file);
    }
    const fromEnvironment = await sh(place, 'lostwax serve --data data --port 0', {
      LOSTWAX_SECRET_KEY: 'short',
    });
    assert.match(fromEnvironment.stderr, /43 characters/);
    const authority = await serve(place, '--secret-key-file', right);
    try {
      const made = await sh(place, 'lostwax workspace create acme', { LOSTWAX_URL: authority.url });
      assert.equal(made.code, 0, made.stderr);
      const admin = readFileSync(authority.adminKeyFile, 'utf8').trim();
      const answer = await fetch(`${authority.url}/v1/workspaces/acme`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
        body: JSON.stringify({ methods: ['shared-signed'] }),
      });
      assert.equal(answer.status, 200);
      await authority.program.stop();
      const port = new URL(authority.url).port;
      const other = Buffer.alloc(32, 1).toString('base64url');
      const again = `lostwax serve --data data --port ${port}`;
      const { code, stderr } = await sh(place, again, { LOSTWAX_SECRET_KEY: other });
      assert.notEqual(code, 0);
      assert.match(stderr, /is not the one/);
    } finally {
      await authority.program.stop();
    }
  } finally {
    place.remove();
  }
});

it('bounds its young generation in the same process, unless Node was started with another bound', {
  skip: process.platform !== 'linux' && 'reads /proc',
}, async () => {
  const place = makePlace();
  const authority = await serve(place);
  const args = ['--max-semi-space-size=8', join(binFolder, 'lostwax.js'), 'serve', '--json', '--port', '0'];
  const other = startProgram(process.execPath, [...args, '--data', join(place.folder, 'other')]);
  const boundsOf = ({ child }: typeof other): string[] =>
    readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')
      .split('\0')
      .filter((argument) => argument.startsWith('--max-semi-space-size='));
  try {
    await until('the other one runs', 20_000, () => other.output().includes('"url"'));
    assert.deepEqual(boundsOf(authority.program), ['--max-semi-space-size=16']);
    assert.deepEqual(boundsOf(other), ['--max-semi-space-size=8']);
  } finally {
    await Promise.all([authority.program.stop(), other.stop()]);
    place.remove();
  }
});
