// Generates spec/http-api.yaml from the schemas that the server uses, so that the two can't differ.
// `npm run spec` writes the file; packages/authority/test/http/openapi.test.ts fails if it is out of date.
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { openApiDocument } from '../packages/authority/src/api/openapi.ts';

/** The text of spec/http-api.yaml. */
export function openApiYaml(): string {
  // No aliases, and quotes around anything that YAML 1.1 reads as a date: OpenAPI parsers differ.
  return stringify(openApiDocument(), {
    aliasDuplicateObjects: false,
    lineWidth: 110,
    compat: 'yaml-1.1',
    blockQuote: 'literal',
  });
}

if (import.meta.main) {
  writeFileSync(new URL('../spec/http-api.yaml', import.meta.url), openApiYaml());
  console.log(
    'spec/http-api.yaml is written. Now make the client of it: npm run generate -w packages/client',
  );
}
