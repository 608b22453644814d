import { envoyRules } from './envoy.ts';
import { flagRules, openApiRules, parseFlags } from './espv2.ts';
import { haproxyRules } from './haproxy.ts';
import { parseHaproxy } from './haproxy-parse.ts';
import { nginxRules } from './nginx.ts';
import { everyDirective, parseNginx } from './nginx-parse.ts';
import { apply, ConfigError, type ConfigFinding } from './rule.ts';
import { parseYaml } from './yaml-block.ts';

/** What was parsed, if the rules have anything to say about it. */
function checkable<T>(config: T, isThere: boolean, looked: string): T {
  if (isThere) return config;
  throw new ConfigError(
    `has nothing to check: it has no ${looked}. Included files are not read: check each one separately`,
  );
}

const kinds = {
  envoy: (text: string, keys?: number) => {
    const root = parseYaml(text);
    const isThere = root.all.some(
      (it) =>
        ['providers', 'remote_jwks'].includes(it.name) ||
        /\.(?:HttpConnectionManager|JwtAuthentication|ExtAuthz)$/.test(it.text('@type') ?? ''),
    );
    return apply(
      envoyRules,
      checkable(
        root,
        isThere,
        'HttpConnectionManager, JwtAuthentication, ExtAuthz, providers or remote_jwks',
      ),
      keys,
    );
  },
  nginx: (text: string, keys?: number) => {
    const root = parseNginx(text);
    const isThere = everyDirective(root).some(({ name }) =>
      /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass|auth_request|js_content)$/.test(name),
    );
    return apply(
      nginxRules,
      checkable(root, isThere, 'proxy_pass or the like, auth_request or js_content'),
      keys,
    );
  },
  haproxy: (text: string, keys?: number) => {
    const lines = parseHaproxy(text);
    const isThere = lines.some((it) => /^(?:server|server-template|http-request)\s/.test(it.text));
    return apply(haproxyRules, checkable(lines, isThere, 'server or http-request'), keys);
  },
  espv2: (text: string, keys?: number) => {
    const flags = parseFlags(text);
    return apply(flagRules, checkable(flags, flags.length > 0, 'flag such as --backend'), keys);
  },
  openapi: (text: string, keys?: number) => {
    const root = parseYaml(text);
    const isThere = root.children.some((it) => it.has('paths') || it.has('securityDefinitions'));
    return apply(openApiRules, checkable(root, isThere, 'paths or securityDefinitions'), keys);
  },
};

/** What `--kind` takes. */
export type ConfigKind = keyof typeof kinds;
export const configKinds = Object.keys(kinds) as readonly ConfigKind[];

/** The kind of a configuration by its contents, or `undefined`. */
export function kindOf(text: string): ConfigKind | undefined {
  if (/^\s*["']?swagger["']?\s*:|x-google-(?:issuer|jwks_uri)/m.test(text)) return 'openapi';
  if (/^\s*(?:-\s*)?["']?(?:static_resources|http_filters|"?@type"?|providers)["']?\s*:/m.test(text))
    return 'envoy';
  if (/^(?:global|defaults|(?:frontend|backend|listen)\s+\S+)\s*$/m.test(text)) return 'haproxy';
  if (/^\s*(?:server|location\b[^{;]*|http|upstream\s+\S+)\s*\{/m.test(text)) return 'nginx';
  if (/--(?:jwks_|jwt_|backend|service|listener_port|non_gcp|rollout)/.test(text)) return 'espv2';
  return undefined;
}

/**
 * Finds the known traps in a gateway's configuration.
 *
 * @param keys - How many the workspace has, if known, for the limits of key sets.
 * @throws {@link ConfigError} for a text that is cut off, isn't of this kind or has nothing to check.
 */
export function checkConfig(kind: ConfigKind, text: string, keys?: number): readonly ConfigFinding[] {
  return kinds[kind](text, keys);
}
