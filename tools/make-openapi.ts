// Promise: spec/http-api.yaml says what the server does, because both are made of the same schemas.
// `npm run spec` writes it; packages/authority/test/http/openapi.test.ts fails when the file differs from what this would write.
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { openApiDocument } from '../packages/authority/src/api/openapi.ts';

/** The text of spec/http-api.yaml. */
export function openApiYaml(): string {
  // No aliases, and quotes round what YAML 1.1 takes for a date: readers of OpenAPI differ.
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
