import { isOverLimit } from './key-set.ts';
import { LONGEST_CACHE_SECONDS, type Rule } from './rule.ts';
import type { Block } from './yaml-block.ts';

interface Flag {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** Flags in a start script, a Dockerfile or a list of arguments. */
export function parseFlags(text: string): readonly Flag[] {
  const flag = /(?<![\w-])--([a-z]\w*)(?:(?:=|["',]*[ \t]+["']?)(?!-)([^\s"',\\]+))?/g;
  return [...text.matchAll(flag)].map(({ 1: name = '', 2: value = '', index }) => ({
    name,
    value,
    line: text.slice(0, index).split('\n').length,
  }));
}

const docs = 'docs/jwt-libraries.md#any-other-library';
const flags = (all: readonly Flag[], name: string): readonly Flag[] => all.filter((it) => it.name === name);

/** A flag that must be there with a good value; its default is bad. */
const needs =
  (name: string, good: (value: number) => boolean) =>
  (all: readonly Flag[]): readonly number[] => {
    const last = flags(all, name).at(-1);
    if (last === undefined) return [all[0]?.line ?? 1];
    return last.value !== '' && good(Number(last.value)) ? [] : [last.line];
  };
const never = (name: string) => (all: readonly Flag[]) =>
  flags(all, name)
    .filter(({ value }) => value !== 'false')
    .map(({ line }) => line);

/** Neither the flags nor the document can raise the limit of the Envoy that ESPv2 is built on. */
const tooLarge: Omit<Rule<unknown>, 'id' | 'find'> = {
  what: 'a key set of so many keys is not accepted',
  why: 'ESPv2 accepts 32 MiB. Each fetch of a larger one fails, and ESPv2 keeps the old set with all revoked keys.',
  fix: 'Put a gate in front of your API.',
  docs: 'gateways/espv2/README.md',
};

/** Traps of the flags of ESPv2. */
export const flagRules: readonly Rule<readonly Flag[]>[] = [
  {
    ...tooLarge,
    id: 'espv2-key-set-limit',
    find: (all, keys = 0) => (isOverLimit(keys) ? [all[0]?.line ?? 1] : []),
  },
  {
    id: 'espv2-jwt-cache',
    what: 'verified keys are cached',
    why: 'A cached key is accepted after it was revoked. ESPv2 caches 1,000 by default.',
    fix: 'Start ESPv2 with --jwt_cache_size=0.',
    docs,
    find: needs('jwt_cache_size', (value) => value === 0),
  },
  {
    id: 'espv2-cache-duration',
    what: `the key set is kept for more than ${LONGEST_CACHE_SECONDS} s`,
    why: 'A revoked key works until the next fetch. The default is 300 s.',
    fix: 'Start ESPv2 with --jwks_cache_duration_in_s=19.',
    docs,
    find: needs('jwks_cache_duration_in_s', (value) => value <= LONGEST_CACHE_SECONDS),
  },
  {
    id: 'espv2-fetch-on-demand',
    what: 'the key set is fetched during requests',
    why: 'Each worker fetches and parses its own copy while a request waits.',
    fix: 'Remove --disable_jwks_async_fetch.',
    docs,
    find: never('disable_jwks_async_fetch'),
  },
  {
    id: 'espv2-fast-listener',
    what: 'the listener opens before the first key set has arrived',
    why: 'Every key is refused after a restart until the first fetch ends.',
    fix: 'Remove --jwks_async_fetch_fast_listener.',
    docs,
    find: never('jwks_async_fetch_fast_listener'),
  },
];

const definitions = (root: Block): readonly Block[] =>
  root.all
    .filter((it) => it.name === 'securityDefinitions')
    .flatMap((it) => it.children)
    .filter((it) => it.text('type') === 'oauth2');
const lacks = (member: string) => (root: Block) =>
  definitions(root)
    .filter((it) => !it.has(member))
    .map(({ line }) => line);
/** Whether each alternative of a `security` names one of the definitions. */
function requires(it: Block, names: readonly string[]): boolean {
  const alternatives = it.children.filter(({ name }) => name === 'security');
  return alternatives.length > 0 && alternatives.every((one) => names.some((name) => one.has(name)));
}
const methods = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

/** Traps of the OpenAPI document of Cloud Endpoints. */
export const openApiRules: readonly Rule<Block>[] = [
  {
    ...tooLarge,
    id: 'endpoints-key-set-limit',
    find: (root, keys = 0) => (isOverLimit(keys) ? definitions(root).map(({ line }) => line) : []),
  },
  {
    id: 'endpoints-issuer-missing',
    what: 'the issuer is missing',
    why: 'ESPv2 cannot tell a key of this workspace from another token.',
    fix: 'Set x-google-issuer to the issuer of the workspace.',
    docs,
    find: lacks('x-google-issuer'),
  },
  {
    id: 'endpoints-key-set-missing',
    what: 'the URL of the key set is missing',
    why: 'ESPv2 would look for an OpenID configuration at the issuer.',
    fix: 'Set x-google-jwks_uri to the key set of the workspace.',
    docs,
    find: lacks('x-google-jwks_uri'),
  },
  {
    id: 'endpoints-audience-missing',
    what: 'the audience is missing',
    why: 'ESPv2 then expects the service name as the audience, and refuses every key.',
    fix: 'Set x-google-audiences to the audience of the workspace.',
    docs,
    find: lacks('x-google-audiences'),
  },
  {
    id: 'endpoints-operation-open',
    what: 'an operation needs no key',
    why: "Neither the operation nor the document requires one. An operation's own security replaces the document's, even if it is empty.",
    fix: 'Name the definition in the security of the document, and of each operation that has its own.',
    docs,
    find: (root) => {
      const names = definitions(root).map(({ name }) => name);
      return root.children.flatMap((document) => {
        const operations = document.children
          .filter(({ name }) => name === 'paths')
          .flatMap((it) => it.children.flatMap((path) => path.children))
          .filter((it) => methods.has(it.name));
        // Without operations, it is a part that others get.
        return (operations.length === 0 ? [document] : operations)
          .filter((it) => !requires(it.has('security') ? it : document, names))
          .map(({ line }) => line);
      });
    },
  },
];
