import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

interface Crd {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/**
 * Finds what a Kubernetes API server would refuse in a manifest of custom resources, unknown fields included, but for their rules
 * in CEL.
 *
 * @param folders - Of YAML files with CustomResourceDefinitions.
 */
export function crdChecker(folders: readonly string[]): (manifest: string) => readonly string[] {
  // Go's regular expressions may escape characters that JavaScript's may not in Unicode mode.
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true });
  const schemas = new Map(folders.flatMap(definitions));
  const validators = new Map<string, ValidateFunction>();
  return (manifest) =>
    parseAllDocuments(manifest).flatMap((document) => {
      const object = document.toJS() as { readonly apiVersion: string; readonly kind: string };
      const name = `${object.apiVersion} ${object.kind}`;
      const schema = schemas.get(name);
      if (schema === undefined) return [`${name} has no definition`];
      const validate = validators.get(name) ?? ajv.compile(ofObject(schema));
      validators.set(name, validate);
      validate(object);
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${name}${instancePath} ${message} ${JSON.stringify(params)}`,
      );
    });
}

function definitions(folder: string): (readonly [string, Schema])[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as Crd | null)
    .filter((crd) => crd?.kind === 'CustomResourceDefinition')
    .flatMap((crd) => {
      const { group, names, versions } = (crd as Crd).spec;
      return versions.map(
        ({ name, schema }) => [`${group}/${name} ${names.kind}`, schema.openAPIV3Schema] as const,
      );
    });
}

/** Some definitions leave out the fields that every object has. */
function ofObject({ properties, ...schema }: Schema): Schema {
  return closed({ ...schema, properties: { apiVersion: {}, kind: {}, metadata: {}, ...properties } });
}

/** With no fields but the ones it names. Schemas inside of `anyOf` and the like only add conditions. */
function closed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const isOpen = properties === undefined || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, it]) => [name, closed(it)])),
    }),
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: closed(additionalProperties) }
      : !isOpen && { additionalProperties: false }),
  };
}
