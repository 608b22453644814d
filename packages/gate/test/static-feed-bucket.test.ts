/** `lostwax publish` to a real S3 server, and a gate that reads the bucket. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parsePointer } from '@lostwax/contract';
import { AwsClient } from 'aws4fetch';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import { type RunningServer, startServer } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';
import { bucketPlace } from '../../cli/src/publish/bucket.ts';
import { CHANGED_MEANWHILE } from '../../cli/src/publish/place.ts';

const SOON_MS = 15_000;
const peer = await peerForTests('versitygw');
const credentials = { accessKeyId: 'publisher', secretAccessKey: 'not-a-secret' };

describe('a static feed in an S3 bucket', { skip: peer.skip, timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-bucket-'));
  let authority: RunningAuthority;
  let issuer: string;
  let store: RunningServer;
  let publisher: Program | undefined;
  let gate: RunningGate | undefined;

  const publish = (to: string, secret = credentials.secretAccessKey, endpoint = store.url): Program =>
    startProgram(
      process.execPath,
      [lostwaxCommand, 'publish', '--issuer', issuer, '--to', to, '--keys-every', '1', '--json'],
      {
        ...process.env,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_ENDPOINT_URL: endpoint,
      },
    );

  before(async () => {
    const root = join(folder, 'store');
    mkdirSync(join(root, 'objects'), { recursive: true });
    mkdirSync(join(root, 'parts'));
    [authority, store] = await Promise.all([
      startAuthority(join(folder, 'data')),
      startServer('versitygw', async (_, port) => {
        const own = ['--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey];
        return startProgram(peer.program, [
          ...own,
          '--port',
          `127.0.0.1:${port}`,
          'posix',
          join(root, 'objects'),
        ]);
      }),
    ]);
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    issuer = `http://localhost:${authority.port}/acme`;
    const client = new AwsClient({ ...credentials, service: 's3', region: 'us-east-1' });
    const policy = {
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::keys/*' },
      ],
    };
    for (const [path, body] of [
      ['keys', undefined],
      ['keys?policy', JSON.stringify(policy)],
    ]) {
      const made = await client.fetch(`${store.url}/${path}`, { method: 'PUT', ...(body && { body }) });
      assert.ok(made.ok, `${path}: ${made.status} ${await made.text()}`);
    }
  });
  after(async () => {
    await gate?.stop();
    await publisher?.stop();
    await store?.stop();
    await authority?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings keys and revocations to a gate, with caching as each file needs it', async () => {
    publisher = publish('s3://keys/live/eu');
    const base = `${store.url}/keys/live/eu/acme`;
    await until('there is a pointer', SOON_MS, async () => (await fetch(`${base}/feed/pointer.json`)).ok);
    gate = await startGate(['--issuer', issuer, '--feed', `${base}/feed/pointer.json`]);
    await gateReady(gate);
    const { code } = gate;
    const issued = await authority.call<{ token: string; key: { id: string } }>(
      'POST',
      '/v1/workspaces/acme/keys',
      { customer: 'cus_1' },
    );
    await until('the key is accepted', SOON_MS, async () => (await code(issued.token)) === 'accepted');
    await authority.call('POST', `/v1/workspaces/acme/keys/${issued.key.id}/revoke`, {});
    await until('it is refused', SOON_MS, async () => (await code(issued.token)) === 'key_unknown');
    const pointer = await fetch(`${base}/feed/pointer.json`);
    assert.equal(pointer.headers.get('cache-control'), 'public, max-age=1, must-revalidate');
    const { snapshot } = (await pointer.json()) as { snapshot: { position: string } };
    const file = await fetch(`${base}/feed/snapshots/${snapshot.position}.snapshot`);
    assert.equal(file.headers.get('cache-control'), 'public, max-age=86400, immutable');
    await until(
      'the key set is there',
      SOON_MS,
      async () => (await fetch(`${base}/.well-known/jwks.json`)).ok,
    );
  });

  it('tells a restore what was revoked after the backup', async () => {
    const call = (path: string, body: object = {}) =>
      authority.call<{ token: string; key: { id: string } }>('POST', `/v1/workspaces/acme/keys${path}`, body);
    const issued = await call('', { customer: 'cus_1' });
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL: store.url,
    };
    const said = (code: string) =>
      until(`the gate says ${code}`, SOON_MS, async () => (await gate?.code(issued.token)) === code);
    // A key that has not been published yet is refused too.
    await said('accepted');
    const backup = join(folder, 'acme.backup');
    const run = (...args: readonly string[]) =>
      promisify(execFile)(process.execPath, [lostwaxCommand, ...args, '--json'], { env });
    await run('backup', '--data', authority.dataFolder, '--to', backup);
    await call(`/${issued.key.id}/revoke`);
    await said('key_unknown');
    const to = ['--from', backup, '--data', join(folder, 'restored'), '--administrators', 'keep'];
    const { stdout } = await run('restore', ...to, '--evidence', 's3://keys/live/eu/acme');
    const { settled, workspaces } = JSON.parse(stdout) as {
      readonly settled: boolean;
      readonly workspaces: readonly { readonly slug: string; readonly revoked: number }[];
    };
    assert.deepEqual([settled, workspaces.find(({ slug }) => slug === 'acme')?.revoked], [true, 1]);
  });

  it('lists what is in a folder, and removes it', async () => {
    const place = bucketPlace('s3://keys/list', {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL: store.url,
    });
    assert.equal(await place.read('acme/a.json'), undefined);
    for (const name of ['acme/a.json', 'acme/b.json', 'acme/deeper/c.json'])
      await place.write(name, Buffer.from('{}'), 'current', 'application/json');
    const listed = await place.list('acme');
    assert.deepEqual(listed.map(({ name }) => name).sort(), ['acme/a.json', 'acme/b.json']);
    assert.ok(listed.every(({ writtenAt }) => Math.abs(Date.now() - writtenAt) < 60_000));
    assert.equal((await place.read('acme/a.json'))?.text, '{}');
    await place.remove('acme/a.json');
    await place.remove('acme/a.json');
    assert.deepEqual((await place.list('acme')).length, 1);
  });

  it('replaces the pointer only if nothing else has written it since it was read', async () => {
    const place = bucketPlace('s3://keys/replace', {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL: store.url,
    });
    const replace = (content: string, before: Awaited<ReturnType<typeof place.read>>): Promise<void> =>
      place.replace('a.json', Buffer.from(content), 'application/json', before);
    await replace('1', undefined);
    await assert.rejects(replace('2', undefined), { message: CHANGED_MEANWHILE });
    const first = await place.read('a.json');
    await replace('3', first);
    await assert.rejects(replace('4', first), { message: CHANGED_MEANWHILE });
    assert.equal((await place.read('a.json'))?.text, '3');
    await place.remove('a.json');
    await assert.rejects(replace('5', first), { message: CHANGED_MEANWHILE });
  });

  it('has one publisher: a second one elsewhere takes over, and the first stops', async () => {
    const first = publish('s3://keys/two');
    // The same store under another name, as from another machine.
    const other = store.url.replace('127.0.0.1', 'localhost');
    const writer = async (): Promise<string | undefined> => {
      const answer = await fetch(`${store.url}/keys/two/acme/feed/pointer.json`);
      return answer.ok ? parsePointer(await answer.text())?.publisher : undefined;
    };
    const firstName = await until('there is a pointer', SOON_MS, writer);
    const twin = publish('s3://keys/two');
    await until('the twin has ended', SOON_MS, () => !twin.running());
    assert.match(twin.output(), /"code":"already_running"/);
    const second = publish('s3://keys/two', undefined, other);
    await until('the first has ended', SOON_MS, () => !first.running());
    assert.match(first.output(), /"code":"displaced"/);
    assert.notEqual(await writer(), firstName);
    assert.ok(second.running());
    await second.stop();
  });

  it('names what the store refuses, and where there is no bucket', async () => {
    for (const [to, secret, reason] of [
      ['s3://keys/other', 'wrong', 'SignatureDoesNotMatch'],
      ['s3://nowhere/live', undefined, 's3://nowhere/live'],
    ] as const) {
      const refused = publish(to, secret);
      await until(`the output says ${reason}`, SOON_MS, () => refused.output().includes(reason));
      await refused.stop();
    }
  });
});
