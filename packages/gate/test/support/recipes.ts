import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApache } from '../../../../tools/testing/apache.ts';
import { startCaddy } from '../../../../tools/testing/caddy.ts';
import { codeBlocks } from '../../../../tools/testing/code-blocks.ts';
import type { Echo } from '../../../../tools/testing/echo.ts';
import type { RunningGate } from '../../../../tools/testing/gate.ts';
import { startHaproxy } from '../../../../tools/testing/haproxy.ts';
import { startNginx } from '../../../../tools/testing/nginx.ts';
import { startTraefik } from '../../../../tools/testing/traefik.ts';
import { gateways } from '../../../gateways/src/index.ts';

/** A gateway with its configuration from docs/gateways.md, and how it differs from others. */
export interface Recipe {
  readonly name: 'nginx' | 'caddy' | 'haproxy' | 'apache' | 'traefik';
  readonly start: typeof startNginx;
  /** A program of tools/peers besides the one of this name, which has to do the same. */
  readonly newer?: string;
  /** The language of its code blocks in docs/gateways.md. Without it, the configuration is what the command prints. */
  readonly fence?: string;
  /**
   * The part of the configuration that calls the gate, and its replacement that requires scopes. None if the
   * gate itself is the proxy.
   */
  readonly asked?: readonly [plain: string, withScopes: string];
  /** Adds the block that requires scopes for some paths. */
  readonly routed?: (config: string, block: string) => string;
  /** Adds the block that leaves paths and preflights open. */
  readonly opened?: (config: string, block: string) => string;
  /** The gate's flags, besides the issuer. */
  readonly flags: (api: Echo) => readonly string[];
  /** Status for a client when the gate is down. */
  readonly withoutGate: number;
  /** Status for a client that sends two `Authorization` lines. */
  readonly repeated: number;
}

/** Each recipe with each program that has to run it. */
export function programsOf(of: readonly Recipe[]): readonly (readonly [recipe: Recipe, peer: string])[] {
  return of.flatMap((recipe) =>
    [recipe.name, ...(recipe.newer === undefined ? [] : [recipe.newer])].map(
      (peer) => [recipe, peer] as const,
    ),
  );
}

const asker = (): readonly string[] => ['--threads', '2'];
const proxy = (api: Echo): readonly string[] => [
  ...['--upstream', `http://127.0.0.1:${api.port}`, '--status-port', '0'],
  ...['--trust-proxy', '127.0.0.1', '--threads', '2'],
];

export const recipes: readonly Recipe[] = [
  {
    name: 'nginx',
    start: startNginx,
    fence: 'nginx',
    asked: ['$lostwax_check /verify;', '$lostwax_check /verify-scope/orders:read+orders:delete/;'],
    routed: (config, block) => replaced(config, '  location / {', `${block}\n  location / {`),
    opened: (config, block) => replaced(config, '  location / {', `${block}\n  location / {`),
    flags: asker,
    withoutGate: 503,
    repeated: 400,
  },
  {
    name: 'caddy',
    newer: 'caddy-2.11',
    start: startCaddy,
    fence: 'caddyfile',
    asked: ['uri /verify/?', 'uri /verify-scope/orders:read+orders:delete/?'],
    opened: (config, block) =>
      replaced(
        replaced(config, 'forward_auth 127', 'forward_auth @needs_key 127'),
        '  route {',
        `${block}  route {`,
      ),
    flags: asker,
    withoutGate: 502,
    repeated: 401,
  },
  {
    name: 'haproxy',
    newer: 'haproxy-3.0',
    start: startHaproxy,
    fence: 'haproxy',
    flags: proxy,
    withoutGate: 503,
    repeated: 401,
  },
  {
    name: 'apache',
    start: startApache,
    fence: 'apache',
    flags: proxy,
    withoutGate: 503,
    repeated: 401,
  },
];

/** Tested only where the environment names the program, and without the parts that docs/gateways.md adds for others. */
export const ownRecipes: readonly Recipe[] = [
  {
    name: 'traefik',
    start: startTraefik,
    asked: ['/verify"', '/verify-scope/orders:read+orders:delete/"'],
    flags: asker,
    withoutGate: 500,
    repeated: 401,
  },
];

/** What a test changes in a configuration besides ports. */
export interface Variation {
  readonly scoped?: boolean;
  readonly routed?: boolean;
  readonly opened?: boolean;
  /** The gate's `--key-header`. */
  readonly keyHeader?: string;
}

/** The configuration of docs/gateways.md, with other ports. */
export function configuration(
  recipe: Recipe,
  port: number,
  gate: RunningGate,
  api: Echo,
  { scoped = false, routed = false, opened = false, keyHeader }: Variation = {},
): string {
  const [main = '', ...more] = blocks(recipe);
  const routes = recipe.routed === undefined ? '' : (more.shift() ?? '');
  const whole = routed && recipe.routed ? recipe.routed(main, routes) : main;
  const config = opened && recipe.opened ? recipe.opened(whole, more[0] ?? '') : whole;
  const [plain, withScopes] = recipe.asked ?? ['', ''];
  const asking = scoped ? replaced(config, plain, withScopes) : config;
  const reading =
    keyHeader === undefined
      ? asking
      : replaced(asking.replace(/.* -?Authorization.*\n/, ''), 'X-Api-Key', keyHeader);
  const onPort = replaced(
    replaced(reading, '127.0.0.1:7431', new URL(gate.url).host),
    '127.0.0.1:8000',
    `127.0.0.1:${port}`,
  );
  if (recipe.name === 'haproxy') return replaced(onPort, 'port 7424', `port ${new URL(gate.statusUrl).port}`);
  if (recipe.asked === undefined) return onPort;
  return replaced(onPort, '127.0.0.1:8080', `127.0.0.1:${api.port}`);
}

function blocks({ name, fence }: Recipe): string[] {
  if (fence === undefined) return [printed(name)];
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/gateways.md'), 'utf8');
  return codeBlocks(text, fence);
}

function printed(wanted: string): string {
  const workspace = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };
  const gateway = gateways.find(({ name }) => name === wanted);
  return gateway?.render(workspace, { upstream: '127.0.0.1:8080', gate: '127.0.0.1:7431' }) ?? assert.fail();
}

function replaced(text: string, from: string, to: string): string {
  assert.ok(text.includes(from), `The configuration in docs/gateways.md lacks: ${from}`);
  return text.replaceAll(from, to);
}
