import { envoyRules } from './envoy.ts';
import { flagRules, openApiRules, parseFlags } from './espv2.ts';
import { haproxyRules, parseHaproxy } from './haproxy.ts';
import { nginxRules } from './nginx.ts';
import { parseNginx } from './nginx-parse.ts';
import { apply, type ConfigFinding } from './rule.ts';
import { parseYaml } from './yaml-block.ts';

const kinds = {
  envoy: (text: string) => apply(envoyRules, parseYaml(text)),
  nginx: (text: string) => apply(nginxRules, parseNginx(text)),
  haproxy: (text: string) => apply(haproxyRules, parseHaproxy(text)),
  espv2: (text: string) => apply(flagRules, parseFlags(text)),
  openapi: (text: string) => apply(openApiRules, parseYaml(text)),
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
 * @throws Error if an Envoy or OpenAPI configuration is not YAML.
 */
export function checkConfig(kind: ConfigKind, text: string): readonly ConfigFinding[] {
  return kinds[kind](text);
}
