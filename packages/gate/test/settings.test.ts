import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';
import { GateError, readSettings, settingsHelp } from '../src/index.ts';
import { settingNames } from '../src/settings/table.ts';

const issuer = 'https://keys.example.com/acme';
const read = (args: readonly string[], env: Record<string, string> = {}) => readSettings({ args, env });

/** The mistakes, one per line. */
function mistakes(args: readonly string[], env: Record<string, string> = {}): string[] {
  try {
    read(args, env);
  } catch (error) {
    assert.ok(error instanceof GateError && error.code === 'settings_invalid');
    return error.message.split('\n').slice(1);
  }
  return [];
}

describe('settings of a gate', () => {
  let folder: string;
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lostwax-settings-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('an issuer is enough', () => {
    const settings = read(['--issuer', issuer]);
    assert.deepEqual(settings.issuers, [
      { issuer, workspace: 'acme', feeds: [issuer], reportUrl: 'https://keys.example.com' },
    ]);
    const { host, port, threads, maxStaleSeconds, forwardKey, allowHttp } = settings;
    assert.deepEqual(
      { host, port, threads, maxStaleSeconds, forwardKey, allowHttp },
      {
        host: '127.0.0.1',
        port: 7421,
        threads: 1,
        maxStaleSeconds: 300,
        forwardKey: false,
        allowHttp: false,
      },
    );
    assert.ok(!('grpcPort' in settings) && !('upstream' in settings));
  });

  it('flags override the environment, which overrides the file', () => {
    const config = file('order.json', { issuer: [issuer], port: 1, 'max-stale': 1, threads: 2 });
    const env = { LOSTWAX_GATE_PORT: '2', LOSTWAX_GATE_MAX_STALE: '2', LOSTWAX_GATE_CONFIG: config };
    const { port, maxStaleSeconds, threads } = read(['--port', '3'], env);
    assert.deepEqual({ port, maxStaleSeconds, threads }, { port: 3, maxStaleSeconds: 2, threads: 2 });
  });

  it('a list: repeated, with commas or spaces in a variable, a list in a file', () => {
    const other = 'https://keys.example.com/other';
    const config = file('list.json', { issuer: [issuer, other] });
    for (const [args, env] of [
      [['--issuer', issuer, '--issuer', other], {}],
      [[], { LOSTWAX_GATE_ISSUER: `${issuer}, ${other}` }],
      [['--config', config], {}],
    ] as const)
      assert.deepEqual(
        read(args, env).issuers.map((item) => item.issuer),
        [issuer, other],
      );
  });

  it('keys are read from files, for all workspaces or one', () => {
    const key = file('feed.key', 'the-key\n');
    const other = file('other.key', 'other-key');
    const issuers = ['--issuer', issuer, '--issuer', 'https://keys.example.com/beta'];
    const { issuers: found } = read([...issuers, '--feed-key-file', key, '--feed-key-file', `beta=${other}`]);
    assert.deepEqual(
      found.map(({ feedKey }) => feedKey),
      ['the-key', 'other-key'],
    );
  });

  it('a static feed takes no feed key', () => {
    const flags = ['--issuer', issuer, '--feed', `${issuer}/feed/pointer.json`];
    assert.deepEqual(read(flags).issuers[0]?.feeds, [`${issuer}/feed/pointer.json`]);
    const [mistake] = mistakes([...flags, '--feed-key-file', file('static.key', 'the-key')]);
    assert.match(mistake ?? '', /signed keys only/);
  });

  it('a key is sent to one authority only', () => {
    const key = file('feed.key', 'the-key\n');
    const issuers = ['--issuer', issuer, '--issuer', 'https://other.example.com/beta'];
    const own = read([...issuers, '--feed-key-file', `acme=${key}`]).issuers;
    assert.deepEqual(
      own.map(({ feedKey }) => feedKey),
      ['the-key', undefined],
    );
    const namesakes = ['--issuer', issuer, '--issuer', 'https://other.example.com/acme'];
    for (const args of [
      [...issuers, '--feed-key-file', key],
      [...issuers, '--report-key-file', key],
      [...namesakes, '--feed-key-file', `acme=${key}`],
    ])
      assert.match(mistakes(args).join('\n'), /would send one key to several authorities/);
  });

  it('all mistakes are reported together, each by the name that was used', () => {
    const config = file('wrong.json', { treads: 2, host: ['a', 'b'], issuer: { a: 1 } });
    const lines = mistakes(
      [
        ...[
          '--issuer',
          'https://keys.example.com/acme/',
          '--port',
          '70000',
          '--upstream',
          'http://x/api',
          'stray',
        ],
        ...[
          '--trust-proxy',
          '10.0.0.0/40',
          '--thread',
          '2',
          '--forward-key=yes',
          '--config',
          config,
          '--cache',
        ],
      ],
      { LOSTWAX_GATE_MAX_STALE: '0', LOSTWAX_GATE_LOG_LEVEL: 'loud', LOSTWAX_GATE_ALLOW_HTTP: 'maybe' },
    ).join('\n');
    for (const part of [
      /--issuer "[^"]*" ends with a slash/,
      /--port takes a whole number from 0 to 65535, not "70000"/,
      /--upstream takes an origin/,
      /"stray" is not a setting/,
      /--trust-proxy: "10\.0\.0\.0\/40"/,
      /Unknown setting --thread\b/,
      /--forward-key takes no value/,
      /--cache needs a value/,
      /LOSTWAX_GATE_MAX_STALE takes a whole number from 1 to 86400/,
      /--log-level takes/,
      /LOSTWAX_GATE_ALLOW_HTTP takes true or false/,
      /"treads" in .* is not a setting/,
      /"host" in .* takes one value/,
    ])
      assert.match(lines, part);
  });

  const wrong: readonly [string, readonly string[], RegExp][] = [
    ...[
      [
        'in quotes',
        `"${issuer}"`,
        /has quotes or white space around it. Write https:\/\/keys\.example\.com\/acme\.$/,
      ],
      ['with a Windows line end', `${issuer}\r`, /has quotes or white space around it. Write https/],
      [
        'with a capital host',
        'https://KEYS.example.com/acme',
        /contains capital letters.* Write https:\/\/keys\./,
      ],
      [
        'with a capital workspace',
        'https://keys.example.com/Acme',
        /contains capital letters.* Write .*\/acme\.$/,
      ],
      [
        'with the usual port',
        'https://keys.example.com:443/acme',
        /Write https:\/\/keys\.example\.com\/acme\.$/,
      ],
      ['without a workspace', 'https://keys.example.com', /names no workspace/],
      ['without a scheme', 'keys.example.com/acme', /is not an origin and a workspace/],
      ['with a longer path', `${issuer}/feed`, /contains more than an origin and a workspace/],
    ].map(
      ([how, text, says]) => [`an issuer ${how}`, ['--issuer', text], says] as [string, string[], RegExp],
    ),
    ['no issuer', [], /--issuer is required/],
    ['one issuer twice', ['--issuer', issuer, '--issuer', issuer], /lists the same issuer twice/],
    ['a remote feed over http', ['--issuer', 'http://keys.example.com/acme'], /--allow-http/],
    [
      'a static feed without an issuer',
      ['--issuer', issuer, '--feed', 'https://x/y/other/feed/pointer.json'],
      /not in any --issuer/,
    ],
    [
      'a static feed with a query',
      ['--issuer', issuer, '--feed', `${issuer}/feed/pointer.json?a`],
      /address of a static feed/,
    ],
    ['a feed without an issuer', ['--issuer', issuer, '--feed', 'https://x/other'], /not in any --issuer/],
    [
      'a missing key file',
      ['--issuer', issuer, '--feed-key-file', '/nowhere/x'],
      /cannot be read \(ENOENT\)/,
    ],
    ['equal ports', ['--issuer', issuer, '--grpc-port', '7421'], /must differ/],
    [
      'a reader for several',
      ['--issuer', issuer, '--issuer', `${issuer}2`, '--reader', 'r'],
      /<workspace>=ID/,
    ],
    ['half of TLS', ['--issuer', issuer, '--tls-cert', 'x'], /must be set together/],
    [
      'a certificate that is none',
      ['--issuer', issuer, '--tls-cert', import.meta.filename, '--tls-key', import.meta.filename],
      /cannot be used/,
    ],
    ['a file that is not JSON', ['--issuer', issuer, '--config', import.meta.filename], /it is not JSON/],
  ];
  for (const [what, args, pattern] of wrong) {
    it(`refused: ${what}`, () => {
      const lines = mistakes(args);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0] ?? '', pattern);
    });
  }

  it('a header for client certificates counts only from named proxies, and carries no keys', () => {
    const base = ['--issuer', issuer, '--feed-key-file', file('certificates.key', 'k')];
    const given = (...more: string[]) => mistakes([...base, '--client-cert-header', ...more]).join();
    assert.match(given('xfcc'), /needs --trust-proxy/);
    assert.match(given('Authorization', '--trust-proxy', '::1'), /--client-cert-header takes/);
    assert.match(
      given('X-Own', '--trust-proxy', '::1', '--key-header', 'x-own'),
      /--client-cert-header takes/,
    );
    const right = read([...base, '--client-cert-header', 'xfcc', '--trust-proxy', '::1']);
    assert.equal(right.clientCertHeader, 'x-forwarded-client-cert');
  });

  it('usage reports to a remote authority require https', () => {
    const key = file('report.key', 'k');
    const args = ['--issuer', issuer, '--report-key-file', key, '--report-url', 'http://keys.example.com'];
    assert.match(mistakes(args).join(), /--allow-http/);
    assert.equal(read([...args, '--allow-http']).issuers[0]?.reportUrl, 'http://keys.example.com');
  });

  it('the secret of introspection is long enough and kept as a hash, and a resource is a URL', () => {
    const secret = 's'.repeat(22);
    const ok = [
      ...['--issuer', issuer, '--introspect-key-file', file('good.secret', `${secret}\n`)],
      ...['--resource', 'https://api.example.com/orders'],
    ];
    const settings = read(ok);
    assert.equal(settings.resource, 'https://api.example.com/orders');
    assert.ok(!JSON.stringify(settings).includes(secret));
    for (const content of ['', 'short', `${secret} ${secret}`, `${secret}%`]) {
      const bad = ['--issuer', issuer, '--introspect-key-file', file('bad.secret', content)];
      assert.match(mistakes(bad).join('\n'), /--introspect-key-file/, content);
    }
    assert.match(mistakes(['--issuer', issuer, '--introspect-key-file', 'nowhere']).join(), /ENOENT/);
    for (const url of [
      'api.example.com',
      'http://api.example.com',
      'https://a:b@x.example',
      'https://x/?a',
      'https://x/#a',
    ])
      assert.match(mistakes(['--issuer', issuer, '--resource', url]).join(), /--resource takes/, url);
  });

  it('the help lists every setting', () => {
    for (const name of settingNames) assert.ok(settingsHelp().includes(`--${name}`), name);
  });

  it('the command prints all mistakes and exits with 2', async () => {
    const args = [lostwaxCommand, 'gate', '--issuer', 'x', '--threads', '0'];
    const program = startProgram(process.execPath, args);
    await until('it has ended', 20_000, () => !program.running());
    assert.equal(program.child.exitCode, 2);
    assert.match(program.output(), /--issuer "x" is not an origin and a workspace[\s\S]*--threads takes/);
  });
});
