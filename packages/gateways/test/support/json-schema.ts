import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

/**
 * Finds what a JSON Schema refuses in a document of YAML. The schema may say that it is of an older draft, if it uses nothing that
 * has changed.
 */
export function schemaChecker(file: string): (text: string) => readonly string[] {
  const schema = JSON.parse(readFileSync(file, 'utf8'), (name, value) =>
    name === '$schema' ? undefined : value,
  ) as object;
  const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  return (text) => {
    validate(parse(text));
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
