import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Template {
  readonly Resources: Readonly<Record<string, object>>;
}

/** What the printed resources refer to, as a template of a user has it. */
const referred = {
  http: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } } },
  rest: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } } },
};
const parameters: Readonly<Record<string, object>> = {
  Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
  SecurityGroup: { Type: 'AWS::EC2::SecurityGroup::Id' },
  Vpc: { Type: 'AWS::EC2::VPC::Id' },
  Listener: { Type: 'String' },
};

/** A whole template around printed resources. */
export function templateAround(printed: string): object {
  const { Resources } = parse(printed) as Template;
  const text = JSON.stringify(Resources);
  const uses = (name: string): boolean => text.includes(`{"Ref":"${name}"}`);
  const api = uses('Api') ? referred[text.includes('AWS::ApiGateway::') ? 'rest' : 'http'] : {};
  const used = Object.entries(parameters).filter(([name]) => uses(name));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    ...(used.length > 0 && { Parameters: Object.fromEntries(used) }),
    Resources: { ...api, ...Resources },
  };
}

/**
 * What cfn-lint finds in templates, warnings included.
 *
 * @param program - From `peer('cfn-lint')`.
 * @param templates - By name.
 * @returns By name, a sentence for each finding.
 */
export async function cfnLint(
  program: string,
  folder: string,
  templates: Readonly<Record<string, object>>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  for (const [name, template] of Object.entries(templates))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(template));
  const files = Object.keys(templates).map((name) => join(folder, `${name}.json`));
  const { promise, resolve } = Promise.withResolvers<string>();
  // Its exit code says how bad the worst finding is.
  execFile(program, ['--format', 'json', '--regions', 'us-east-1', '--', ...files], (_, stdout) =>
    resolve(stdout),
  );
  const found = JSON.parse(await promise) as readonly {
    readonly Filename: string;
    readonly Message: string;
    readonly Location: { readonly Path: readonly string[] };
  }[];
  return Object.fromEntries(
    Object.keys(templates).map((name) => [
      name,
      found
        .filter(({ Filename }) => Filename.endsWith(`/${name}.json`))
        .map(({ Location, Message }) => `${Location.Path.join('.')}: ${Message}`),
    ]),
  );
}
