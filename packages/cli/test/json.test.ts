import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Command } from 'commander';
import { postgresPeer, startPostgres } from '../../../tools/testing/postgres.ts';
import { program } from '../src/program.ts';
import { makePlace, type Serving, serve } from './support/authority.ts';
import { sh } from './support/shell.ts';

const gatewayCall = (gateway: string) => ({
  line: `lostwax gateway ${gateway} --workspace acme --upstream api:80 --json`,
  members: ['gateway', 'workspace', 'configuration'],
});

/** Every command, how this test calls it, and the members of the JSON line that it prints with `--json`. */
const calls: Readonly<Record<string, { readonly line: string; readonly members: readonly string[] }>> = {
  'workspace create': {
    line: 'lostwax workspace create second --json',
    members: ['slug', 'issuer', 'scopes'],
  },
  'workspace list': { line: 'lostwax workspace list --json', members: ['items'] },
  'workspace show': { line: 'lostwax workspace show acme --json', members: ['slug', 'issuer', 'scopes'] },
  'workspace update': {
    line: 'lostwax workspace update acme --name Acme --json',
    members: ['slug', 'name', 'methods'],
  },
  'key issue': { line: 'lostwax key issue --workspace acme --customer c --json', members: ['key', 'token'] },
  'key list': { line: 'lostwax key list --workspace acme --json', members: ['items', 'nextCursor'] },
  'key show': { line: 'lostwax key show - --json < key.txt', members: ['id', 'state', 'ending'] },
  'key disable': { line: 'lostwax key disable - --json < key.txt', members: ['id', 'state'] },
  'key enable': { line: 'lostwax key enable - --json < key.txt', members: ['id', 'state'] },
  'key rotate': { line: 'lostwax key rotate - --json < key.txt', members: ['key', 'token', 'replaces'] },
  verify: { line: 'lostwax verify - --json < key.txt', members: ['valid', 'keyId', 'claims'] },
  inspect: { line: 'lostwax inspect - --json < key.txt', members: ['header', 'claims', 'keyId', 'begins'] },
  'key revoke': { line: 'lostwax key revoke - --json < key.txt', members: ['id', 'state', 'revokedAt'] },
  'key revoke-many': {
    line: 'lostwax key revoke-many --workspace acme --customer c --json',
    members: ['count', 'keyIds'],
  },
  'reader add': {
    line: 'lostwax reader add edge-1 --workspace acme --report-key-file edge-1.key --json',
    members: ['reader', 'reportKeyFile', 'next'],
  },
  'reader list': { line: 'lostwax reader list --workspace acme --json', members: ['items'] },
  'reader remove': {
    line: 'lostwax reader remove edge-1 --workspace acme --json',
    members: ['removed', 'revokedKeys'],
  },
  'admin-key create': {
    line: 'lostwax admin-key create ci --scope keys:read --json | tee ci.json',
    members: ['key', 'token'],
  },
  'admin-key list': { line: 'lostwax admin-key list --json', members: ['items'] },
  'admin-key revoke': {
    line: `sed 's/.*"token":"\\([^"]*\\)".*/\\1/' ci.json | lostwax admin-key revoke - --json`,
    members: ['id', 'state', 'revokedAt'],
  },
  portal: {
    line: 'lostwax portal --workspace acme --customer cus_4711 --json',
    members: ['id', 'url', 'expiresAt'],
  },
  console: { line: 'lostwax console --json', members: ['id', 'url', 'expiresAt'] },
  'gateway envoy': gatewayCall('envoy'),
  'gateway nginx': gatewayCall('nginx'),
  'gateway caddy': gatewayCall('caddy'),
  'gateway haproxy': gatewayCall('haproxy'),
  'gateway apache': gatewayCall('apache'),
  'gateway traefik': gatewayCall('traefik'),
  'gateway agentgateway': gatewayCall('agentgateway'),
  'gateway envoy-gateway': gatewayCall('envoy-gateway'),
  'gateway espv2': gatewayCall('espv2'),
  'gateway kubernetes-external-auth': gatewayCall('kubernetes-external-auth'),
  'gateway istio': gatewayCall('istio'),
  'gateway ingress-nginx': gatewayCall('ingress-nginx'),
  'gateway kong': gatewayCall('kong'),
  'gateway apisix': gatewayCall('apisix'),
  'gateway tyk': gatewayCall('tyk'),
  'gateway azure-apim': gatewayCall('azure-apim'),
  'gateway apigee': gatewayCall('apigee'),
  doctor: {
    line: 'lostwax gateway nginx --workspace acme --upstream api:80 > nginx.conf 2> hint.txt && lostwax doctor --config nginx.conf --json',
    members: ['kind', 'findings'],
  },
  import: {
    line: `printf 'key,customer\\nsk_live_0123456789abcdef0123456789abcdef,c\\n' > keys.csv && lostwax import keys.csv --workspace acme --json`,
    members: ['created', 'existing', 'refused', 'weak', 'dryRun'],
  },
  export: {
    line: 'lostwax export --workspace acme --to exported.csv --json',
    members: ['exported', 'withHash', 'file'],
  },
  'audit verify': { line: 'lostwax audit verify --json', members: ['workspaces'] },
  backup: {
    line: 'lostwax backup --data data --to all.backup --json',
    members: ['file', 'createdAt', 'bytes', 'workspaces'],
  },
  restore: {
    line: 'lostwax restore --from all.backup --data restored --accept-unknown-since 2000-01-01T00:00:00Z --json',
    members: ['settled', 'unknownSince', 'workspaces', 'foreignSets', 'adminKeyFile'],
  },
  'epoch raise': { line: 'lostwax epoch raise --json', members: ['workspaces'] },
  'admin reset': { line: 'lostwax admin reset --json', members: ['adminKeyFile', 'keptEarlierKeys'] },
};

/**
 * The first four print while they run, like this file's authority and the gate in testdata/gate.txt. The next two need a
 * PostgreSQL server, below. AWS wants an issuer with https.
 */
const elsewhere = new Set(['serve', 'gate', 'pins', 'publish', 'migrate', 'move', 'gateway aws']);

function leaves(item: Command, path = ''): [string, Command][] {
  const children = item.commands.filter(({ commands, options }) => commands.length + options.length > 0);
  if (item.commands.length === 0) return [[path, item]];
  return children.flatMap((child) => leaves(child, `${path} ${child.name()}`.trim()));
}

describe('every command', () => {
  const all = leaves(program(false));
  const place = makePlace();
  let authority: Serving;
  before(async () => {
    authority = await serve(place);
    const line = 'lostwax workspace create acme && lostwax key issue --workspace acme --customer c > key.txt';
    const { code, stderr } = await sh(place, line, { LOSTWAX_URL: authority.url });
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    await authority.program.stop();
    place.remove();
  });

  it('is covered by this file', () => {
    const names = all.map(([name]) => name).filter((name) => !elsewhere.has(name));
    assert.deepEqual(new Set(names), new Set(Object.keys(calls)));
  });

  it('shows an example in its help', () => {
    for (const [name, command] of all) {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) });
      command.outputHelp();
      assert.match(help, new RegExp(`Examples?:\\n {2}\\$ lostwax ${name}`), name);
    }
  });

  it('serve prints its URL with --json', () => {
    const { url, publishUrl, origin, adminKeyFile, firstStart } = authority;
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(publishUrl, url);
    assert.equal(origin, url.replace('127.0.0.1', 'localhost'));
    assert.match(adminKeyFile, /admin\.key$/);
    assert.equal(firstStart, true);
  });

  for (const [name, { line, members }] of Object.entries(calls)) {
    it(`${name} writes one line of JSON, and nothing else`, async () => {
      const { code, stdout, stderr } = await sh(place, line, { LOSTWAX_URL: authority.url });
      assert.equal(stderr, '');
      assert.equal(code, 0);
      assert.equal(stdout.trimEnd().split('\n').length, 1);
      const value: object = JSON.parse(stdout);
      for (const member of members) assert.ok(Object.hasOwn(value, member), `${name}: ${member}`);
    });
  }

  it('migrate and move do too', { skip: postgresPeer.skip }, async (t) => {
    const postgres = await startPostgres();
    t.after(() => postgres.stop());
    const urls = [await postgres.database(), await postgres.database()];
    const lines = ['lostwax migrate --json', 'lostwax move --data restored --json'];
    const members = [
      ['from', 'to'],
      ['workspaces', 'keys'],
    ];
    for (const [index, line] of lines.entries()) {
      const { code, stdout, stderr } = await sh(place, line, { LOSTWAX_DATABASE: urls[index] ?? '' });
      assert.equal(code, 0, stderr);
      assert.equal(stdout.trimEnd().split('\n').length, 1);
      for (const member of members[index] ?? []) assert.ok(Object.hasOwn(JSON.parse(stdout), member), member);
    }
    // Without evidence, it says how to continue with the same database.
    const undecided = await sh(place, 'lostwax restore --data moved', { LOSTWAX_DATABASE: urls[1] ?? '' });
    assert.equal(undecided.code, 1, undecided.stderr);
    assert.match(undecided.stdout, /restore --data moved --database <URL> --accept-unknown-since/);
  });

  it('verify says in JSON why a key is refused', async () => {
    const { code, stdout } = await sh(place, 'lostwax verify - --json < key.txt', {
      LOSTWAX_URL: authority.url,
    });
    assert.equal(code, 1);
    const { valid, code: why, reason } = JSON.parse(stdout);
    assert.deepEqual({ valid, why, reason }, { valid: false, why: 'key_unknown', reason: 'ended' });
  });
});
