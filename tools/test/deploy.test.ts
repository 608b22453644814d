/** deploy/: what it says must be what the programs accept, and its nginx.conf must do what it is for. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { peerForTests } from '../peers/peer.ts';
import { lostwaxCommand, type RunningAuthority, startAuthority } from '../testing/authority.ts';
import { makeTestAuthority } from '../testing/certificate.ts';
import { gateReady, startGate } from '../testing/gate.ts';
import { temporaryPaths } from '../testing/nginx.ts';
import { postgresPeer, type RunningPostgres, startPostgres, startReplica } from '../testing/postgres.ts';
import { startProgram } from '../testing/program.ts';
import { type Answer, bearer, type HeaderLine } from '../testing/request.ts';
import { type RunningServer, startServer } from '../testing/server.ts';
import { askTls } from '../testing/tls-request.ts';
import { until } from '../testing/until.ts';

const deploy = join(import.meta.dirname, '..', '..', 'deploy');
const helm = await peerForTests('helm');
const nginx = await peerForTests('nginx');
const systemd =
  spawnSync('systemd-analyze', ['--version']).status === 0
    ? false
    : 'systemd-analyze is not here: install systemd to check the units';
const textOf = (file: string): string => readFileSync(join(deploy, file), 'utf8');

interface Rendered {
  readonly kind: string;
  readonly spec: {
    readonly template?: {
      readonly spec: {
        readonly enableServiceLinks: boolean;
        readonly containers: readonly {
          readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
        }[];
      };
    };
  };
}

describe('the files in deploy/', () => {
  const help = (command: string): string =>
    execFileSync(process.execPath, [lostwaxCommand, command, '--help'], { encoding: 'utf8' });
  const source = ['cli', 'gate'].flatMap((name) =>
    globSync('src/**/*.ts', { cwd: join(deploy, '..', 'packages', name) }).map((file) =>
      readFileSync(join(deploy, '..', 'packages', name, file), 'utf8'),
    ),
  );

  it('set only environment variables that the command reads', () => {
    const gateFlags = help('gate');
    for (const file of globSync('**/*', { cwd: deploy, exclude: (name) => name.includes('grafana') })) {
      if (!/\.(yaml|tpl|conf|service)$|Dockerfile$/.test(file)) continue;
      for (const [name] of textOf(file).matchAll(/\bLOSTWAX_[A-Z_]+[A-Z]\b/g)) {
        const own = name.replace('LOSTWAX_GATE_', '').toLowerCase().replaceAll('_', '-');
        const known = name.startsWith('LOSTWAX_GATE_')
          ? gateFlags.includes(`--${own} `)
          : source.some((text) => text.includes(`'${name}'`));
        assert.ok(known, `${file}: nothing reads ${name}`);
      }
    }
  });

  it('use only flags that the command has', () => {
    for (const name of ['lostwax', 'lostwax-gate', 'lostwax-pins']) {
      const [, command = '', flags = ''] =
        /^ExecStart=\S+ \S+lostwax\.js (\w+) (.*)$/m.exec(textOf(`systemd/${name}.service`)) ?? [];
      const known = help(command);
      for (const [flag] of flags.matchAll(/--[a-z-]+/g)) assert.ok(known.includes(`${flag} `), flag);
    }
    const known = help('gate');
    for (const [, flag = ''] of textOf('helm/lostwax/templates/gate.yaml').matchAll(/- (--[a-z-]+)/g))
      assert.ok(known.includes(`${flag} `), flag);
  });

  it('contain units that systemd accepts', { skip: systemd }, () => {
    const units = globSync(join(deploy, 'systemd', '*.service'));
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
    // The program is where the package was installed, which isn't here.
    const complaints = stderr.split('\n').filter((line) => line !== '' && !/is not executable/.test(line));
    assert.deepEqual(
      complaints.filter((line) => line.includes('lostwax')),
      [],
    );
  });

  it('are valid YAML, with one authority after the other in the composition', () => {
    const compose = parse(textOf('compose/compose.yaml'), { merge: true }) as {
      services: Record<string, { read_only?: boolean; depends_on?: object; image: string }>;
    };
    assert.equal(compose.services['lostwax-1']?.read_only, true);
    assert.deepEqual(Object.keys(compose.services['lostwax-2']?.depends_on ?? {}), ['lostwax-1']);
    for (const file of ['Chart.yaml', 'values.yaml'])
      assert.deepEqual(
        parseAllDocuments(textOf(`helm/lostwax/${file}`)).flatMap(({ errors }) => errors),
        [],
      );
  });
});

describe('the chart', { skip: helm.skip }, () => {
  const render = (...values: string[]): string =>
    execFileSync(
      helm.program,
      [
        ...['template', 'keys', join(deploy, 'helm', 'lostwax'), '--kube-version', '1.30.0'],
        ...values.flatMap((value) => ['--set', value]),
      ],
      { encoding: 'utf8', stdio: 'pipe' },
    );

  it('renders pods that run as in the image, and take no variables from services', () => {
    const text = render(
      ...[
        'origin=https://keys.example.com',
        'replicas=3',
        'database.existingSecret=db',
        'ingress.enabled=true',
      ],
      ...['gate.enabled=true', 'gate.issuers={https://keys.example.com/acme}', 'gate.feedKeySecret=feed'],
    );
    const documents = parseAllDocuments(text).map((one) => one.toJS() as Rendered);
    const kinds = documents.map(({ kind }) => kind).sort((a, b) => a.localeCompare(b));
    assert.deepEqual(kinds, [
      ...['Deployment', 'Ingress', 'PodDisruptionBudget', 'Service', 'Service', 'StatefulSet'],
    ]);
    for (const { spec } of documents) {
      if (spec.template === undefined) continue;
      const { enableServiceLinks, containers } = spec.template.spec;
      assert.equal(enableServiceLinks, false);
      assert.equal(containers[0]?.securityContext.readOnlyRootFilesystem, true);
    }
  });

  it('refuses several replicas without a database, and no origin', () => {
    assert.throws(() => render('origin=https://keys.example.com', 'replicas=2'), /database.existingSecret/);
    assert.throws(() => render(), /Set origin/);
  });
});

describe('deploy/compose/nginx.conf in front of two authorities', {
  skip: nginx.skip || postgresPeer.skip,
  timeout: 120_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-deploy-'));
  let postgres: RunningPostgres;
  let replicas: RunningAuthority[] = [];
  let front: RunningServer;
  let ca = '';
  const port = (): string => new URL(front.url).port;

  before(async () => {
    const authority = await makeTestAuthority();
    ca = authority.certificate;
    const { certificate, key } = await authority.issue('localhost');
    writeFileSync(join(folder, 'ca.pem'), ca);
    writeFileSync(join(folder, 'tls.crt'), certificate);
    writeFileSync(join(folder, 'tls.key'), key);
    postgres = await startPostgres();
    const url = await postgres.database();
    front = await startServer('nginx', async (place, port) => {
      const flags = ['--database', url, '--trust-proxy', '127.0.0.1', '--drain', '1'];
      const origin = `https://localhost:${port}`;
      const first = await startAuthority(join(folder, 'a'), 0, [...flags, '--origin', origin]);
      const second = await startReplica(first, url, join(folder, 'b'), [...flags, '--origin', origin]);
      replicas = [first, second];
      mkdirSync(place, { recursive: true });
      const config = textOf('compose/nginx.conf')
        .replace('lostwax-1:7420', `127.0.0.1:${first.port}`)
        .replace('lostwax-2:7420', `127.0.0.1:${second.port}`)
        .replaceAll('/etc/nginx/tls', folder)
        .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
        .replace('/run/nginx.pid', join(place, 'pid'))
        .replace('worker_processes auto', 'daemon off;\nmaster_process off')
        .replace('access_log off;', `access_log off;\n${temporaryPaths(place)}`);
      const file = join(place, 'nginx.conf');
      writeFileSync(file, config);
      const program = [nginx.program, ['-p', place, '-c', file, '-e', 'stderr']] as const;
      execFileSync(program[0], ['-t', ...program[1]], { stdio: 'pipe' });
      return startProgram(...program);
    });
  });
  after(async () => {
    for (const replica of replicas) await replica.stop();
    await front?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (method: string, path: string, body?: object): Promise<Answer> => {
    const own = bearer(replicas[0]?.adminKey ?? '');
    const type: HeaderLine = ['Content-Type', 'application/json'];
    const sent = body === undefined ? { lines: [own] } : { lines: [own, type], body: JSON.stringify(body) };
    return askTls(`https://localhost:${port()}${path}`, { ca, method, ...sent });
  };

  it('loses no acknowledged key while one of them stops, and a gate follows through it', async () => {
    const made = await send('POST', '/v1/workspaces', { slug: 'acme' });
    assert.equal(made.status, 201, made.text);
    const gate = await startGate(['--issuer', `https://localhost:${port()}/acme`], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
    });
    try {
      await gateReady(gate);
      const keys: { token: string; key: { id: string } }[] = [];
      let goesOn = true;
      const issuing = Promise.all(
        Array.from({ length: 4 }, async () => {
          while (goesOn) {
            const { status, text } = await send('POST', '/v1/workspaces/acme/keys', { customer: 'ada' });
            assert.ok(status === 201 || status === 503, `${status} ${text}`);
            if (status === 201) keys.push(JSON.parse(text) as (typeof keys)[number]);
            const read = await send('GET', '/acme/feed/head');
            assert.equal(read.status, 200, read.text);
          }
        }),
      );
      await until('some keys', 20_000, () => keys.length > 8);
      await replicas[0]?.stop('SIGTERM');
      const before = keys.length;
      await until('the other one continues', 20_000, () => keys.length > before + 8);
      goesOn = false;
      await issuing;
      for (const { token, key } of keys) {
        const { status } = await send('GET', `/v1/workspaces/acme/keys/${key.id}`);
        assert.equal(status, 200);
        await gate.accepts(token);
      }
      const [{ token, key } = { token: '', key: { id: '' } }] = keys;
      assert.equal((await send('POST', `/v1/workspaces/acme/keys/${key.id}/revoke`, {})).status, 200);
      await until('the gate refuses the revoked key', 15_000, async () => (await gate.verify(token)) === 401);
    } finally {
      await gate.stop();
    }
  });

  it('without the database, key sets still come from memory', async () => {
    const keySet = '/acme/.well-known/jwks.json';
    assert.equal((await send('GET', keySet)).status, 200);
    assert.equal((await send('GET', '/none/.well-known/jwks.json')).status, 404);
    await postgres.halt();
    const answer = await until('the answer has an age', 20_000, async () => {
      const found = await send('GET', keySet);
      assert.equal(found.status, 200, found.text);
      return found.headers['age'] === undefined ? undefined : found;
    });
    assert.match(answer.text, /acme_sentinel/);
  });
});
