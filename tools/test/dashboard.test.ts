/** deploy/grafana/lostwax.json shows only metrics that a running authority and a running gate print. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type RunningAuthority, startAuthority } from '../testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../testing/gate.ts';
import { ask, bearer } from '../testing/request.ts';
import { until } from '../testing/until.ts';

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const file = join(import.meta.dirname, '..', '..', 'deploy', 'grafana', 'lostwax.json');

describe('deploy/grafana/lostwax.json', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-dashboard-'));
  let authority: RunningAuthority;
  let gate: RunningGate;
  let text = '';

  before(async () => {
    authority = await startAuthority(folder);
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    const reader = await authority.call<{ id: string }>('POST', '/v1/workspaces/acme/readers', {
      name: 'edge-1',
      kind: 'gate',
      refreshSeconds: 5,
    });
    await authority.call('POST', '/v1/workspaces/acme/keys', { customer: 'ada' });
    gate = await startGate(['--issuer', `http://localhost:${authority.port}/acme`, '--reader', reader.id]);
    await gateReady(gate);
    text = await until('the authority has heard from the gate', 20_000, async () => {
      const own = (await ask(`${authority.url}/metrics`, [bearer(authority.adminKey)])).text;
      return own.includes('lostwax_reader_lag_changes{') && own;
    });
  });
  after(async () => {
    await gate?.stop();
    await authority?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('names only metrics and labels that exist', async () => {
    const printed = text + (await ask(`${gate.statusUrl}/metrics`)).text;
    const names = new Set([...printed.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? ''));
    const { panels } = JSON.parse(readFileSync(file, 'utf8')) as { panels: readonly Panel[] };
    const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    assert.ok(expressions.length > 20);
    for (const expression of expressions) {
      const used = [...expression.matchAll(/\b(?:lostwax|process|nodejs)_[a-z0-9_]+/g)].map(([name]) =>
        name.replace(/_bucket$/, ''),
      );
      assert.ok(used.length > 0, expression);
      for (const name of used) assert.ok(names.has(name), `nothing prints ${name}`);
      for (const [, route = ''] of expression.matchAll(/route="([^"]+)"/g))
        assert.ok(printed.includes(`route="${route}"`), `no request has the route ${route}`);
    }
    const shown = new Set(expressions.flatMap((one) => one.match(/\blostwax_[a-z_]+/g) ?? []));
    const own = [...names].filter((name) => name.startsWith('lostwax_'));
    const left = own.filter((name) => !shown.has(name) && !shown.has(`${name}_bucket`));
    assert.ok(left.length < own.length / 2, `the dashboard leaves out ${left.join(', ')}`);
  });

  it('has values for what it shows of keys and readers', () => {
    for (const line of [
      /^lostwax_active_keys\{workspace="acme"\} 1$/m,
      /^lostwax_key_changes_total\{kind="added"\} [1-9]/m,
      /^lostwax_feed_streams\{feed="public"\} 1$/m,
      /^lostwax_reader_age_seconds\{workspace="acme",reader="edge-1"\} \d/m,
      /^lostwax_reader_lag_changes\{workspace="acme",reader="edge-1"\} 0$/m,
      /^lostwax_store_check_seconds \d/m,
      /^lostwax_replica_age_seconds 0$/m,
    ])
      assert.match(text, line);
  });
});
