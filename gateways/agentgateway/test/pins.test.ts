/**
 * The configuration file of agentgateway that `lostwax pins` keeps. agentgateway itself is not run: these tests read the file as its
 * schema and source say that it does.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { type House, makeHouse, type TestKey } from '../../../packages/gate/test/support/house.ts';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { startPins } from '../../../tools/testing/pins.ts';
import type { Program } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';

const run = promisify(execFile);
const SOON_MS = 10_000;
const MAX_STALE_SECONDS = 300;

interface Item {
  readonly keyHash: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

interface Configuration {
  readonly binds: readonly {
    readonly listeners: readonly {
      readonly routes: readonly {
        readonly policies: {
          readonly authorization: { readonly rules: readonly { readonly require: string }[] };
          readonly apiKey: { readonly mode: string; readonly keys: readonly Item[] };
        };
      }[];
    }[];
  }[];
}

describe('the configuration file of agentgateway', { timeout: 120_000 }, () => {
  let house: House;
  let file: string;
  let pins: Program;
  let flags: readonly string[];

  before(async () => {
    house = await makeHouse();
    const { authority, folder } = house;
    await authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'opaque'] });
    file = join(folder, 'agentgateway.yaml');
    const feedKeyFile = join(folder, 'feed.key');
    writeFileSync(feedKeyFile, authority.adminKey, { mode: 0o600 });
    const online = ['--workspace', 'acme', '--url', authority.url, '--data', authority.dataFolder];
    const args = [
      lostwaxCommand,
      'gateway',
      'agentgateway',
      ...online,
      '--upstream',
      '127.0.0.1:8080',
      '--mode',
      'pins',
    ];
    writeFileSync(file, (await run(process.execPath, args)).stdout, { mode: 0o640 });
    flags = [
      ...['--issuer', house.issuer, '--feed-key-file', feedKeyFile, '--to', `agentgateway:${file}`],
      ...['--max-stale', `${MAX_STALE_SECONDS}`, '--status-port', '0'],
    ];
  });
  after(async () => {
    await pins?.stop();
    await house?.end();
  });

  const policies = () => {
    const { binds } = parse(readFileSync(file, 'utf8')) as Configuration;
    const found = binds[0]?.listeners[0]?.routes[0]?.policies;
    assert.ok(found);
    return found;
  };
  const deadline = (): number => {
    const [, time = ''] = /timestamp\("(.*)"\)/.exec(policies().authorization.rules[0]?.require ?? '') ?? [];
    return Date.parse(time);
  };
  const items = () => policies().apiKey.keys.filter(({ metadata }) => metadata !== undefined);
  const itemOf = ({ token }: TestKey): Item | undefined =>
    items().find(({ keyHash }) => keyHash === `sha256:${createHash('sha256').update(token).digest('hex')}`);
  const listed = (key: TestKey) => until('it is in the file', SOON_MS, () => itemOf(key) !== undefined);

  it('accepts nobody as printed', () => {
    assert.equal(policies().apiKey.mode, 'strict');
    assert.deepEqual(items(), []);
    assert.equal(deadline(), 0);
  });

  it('has each key’s hash, in the form that agentgateway reads, and who it identifies', async () => {
    const [plain, odd, short] = await Promise.all([
      house.issue(),
      house.issue({ customer: `a$HOME\${x}~"'\\:#{}`, scopes: [] }),
      house.issue({ method: 'opaque', expiresAt: '2100-01-01T00:00:00Z' }),
    ]);
    pins = await startPins(flags);
    for (const key of [plain, odd, short]) await listed(key);
    assert.deepEqual(itemOf(plain)?.metadata, {
      keyId: plain.id,
      subject: 'customer-1',
      scope: 'orders:read orders:write',
      expires: '9999-12-31T23:59:59Z',
    });
    assert.equal(itemOf(odd)?.metadata?.['subject'], `a$HOME\${x}~"'\\:#{}`);
    assert.equal(itemOf(short)?.metadata?.['expires'], '2100-01-01T00:00:00Z');
    for (const { keyHash } of policies().apiKey.keys) assert.match(keyHash, /^sha256:[0-9a-f]{64}$/);
    // agentgateway replaces variables of its environment in the text, before it reads the YAML.
    assert.ok(!readFileSync(file, 'utf8').includes('$'));
    const left = (deadline() - Date.now()) / 1_000;
    assert.ok(left > 0 && left <= MAX_STALE_SECONDS, `${left}`);
    assert.equal(statSync(file).mode & 0o777, 0o640);
  });

  it('loses a revoked key and gets a new one', async () => {
    const key = await house.issue();
    await listed(key);
    await house.revoke(key);
    await until('it is gone', SOON_MS, () => itemOf(key) === undefined);
  });

  it('keeps what its owner changed, and is repaired where they changed the keys', async () => {
    const key = await house.issue();
    await listed(key);
    const count = items().length;
    const text = readFileSync(file, 'utf8');
    const line = text.split('\n').find((it) => it.includes(key.id)) ?? '';
    writeFileSync(file, text.replace('port: 8000', 'port: 9000').replace(`${line}\n`, ''));
    assert.equal(itemOf(key), undefined);
    await listed(key);
    assert.equal(items().length, count);
    assert.match(readFileSync(file, 'utf8'), /port: 9000/);
  });

  it('is left alone without the place for the keys', async () => {
    const text = readFileSync(file, 'utf8');
    const without = text.replace('# lostwax-keys-end', '# gone');
    writeFileSync(file, without);
    await until('the log says so', SOON_MS, () => pins.output().includes('lostwax gateway agentgateway'));
    assert.equal(readFileSync(file, 'utf8'), without);
    writeFileSync(file, text);
    const key = await house.issue();
    await listed(key);
  });

  it('a second process for the same file doesn’t start', async () => {
    await assert.rejects(startPins(flags), /already_running/);
  });
});
