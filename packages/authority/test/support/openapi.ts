import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ErrorCode } from '../../src/errors.ts';

/** spec/http-api.yaml as its readers see it. */
export const specText = readFileSync(new URL('../../../../spec/http-api.yaml', import.meta.url), 'utf8');

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
}

interface Schema {
  readonly $ref?: string;
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, Media>>;
  readonly 'x-lostwax-codes'?: readonly ErrorCode[];
}

export interface SpecOperation {
  readonly path: string;
  readonly method: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly object[];
  readonly 'x-lostwax-permission': string | Readonly<Record<string, string>>;
  readonly 'x-lostwax-portal'?: boolean;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response>>;
}

const document = parse(specText);
const methods = ['get', 'post', 'patch', 'put', 'delete'];

/** Every operation in the document, whichever handler serves it. */
export const specOperations: readonly SpecOperation[] = Object.entries<Record<string, object>>(
  document.paths,
).flatMap(([path, item]) =>
  methods.flatMap((method) => (item[method] ? [{ path, method, ...item[method] } as SpecOperation] : [])),
);

/** Follows a `$ref` within the document. */
export function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  return schema.$ref
    .slice(2)
    .split('/')
    .reduce((node, name) => node[name], document);
}

/** The example of a body: its own, or its schema's. */
export function exampleOf(content: Readonly<Record<string, Media>> | undefined): unknown {
  const [media] = Object.values(content ?? {});
  return media && (media.example ?? resolve(media.schema).example);
}

/** The path with each placeholder replaced by the given value or the parameter's example. */
export function pathOf(
  { path, parameters = [] }: SpecOperation,
  given: Readonly<Record<string, string>>,
): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((it) => it.name === name && it.in === 'path');
    return encodeURIComponent(given[name] ?? String(parameter && resolve(parameter.schema).example));
  });
}
