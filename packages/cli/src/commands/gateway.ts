import { unwrap, type Workspace } from '@lostwax/client';
import { type EnvoyOptions, parseAddress, renderEnvoy } from '@lostwax/gateways';
import type { Command } from 'commander';
import { collect, command, group, type OnlineOptions, online, outputOf } from '../command.ts';
import { connect } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { readNumber } from '../input.ts';

/** `lostwax gateway envoy`. */
export function gatewayCommand(): Command {
  const description = 'write the configuration of a gateway that checks keys';
  const example = 'lostwax gateway envoy --workspace acme_live --upstream 127.0.0.1:8080 > envoy.yaml';
  return group('gateway', description, example, [envoy()]);
}

interface GatewayOptions extends OnlineOptions {
  readonly workspace: string;
  readonly upstream: string;
  readonly shards: string;
  readonly revocation: string;
  readonly listen: string;
  readonly admin: string;
  readonly keySet?: string;
  readonly trustedCa?: string;
  readonly reader?: string;
  readonly mode: string;
  readonly gate?: string;
  readonly protocol: string;
  readonly scope?: readonly string[];
  readonly openPath?: readonly string[];
  readonly preflight?: string;
}

function envoy(): Command {
  return online(
    command(
      'envoy',
      'print a configuration for Envoy that runs as it is',
      'lostwax gateway envoy --workspace acme_live --upstream 127.0.0.1:8080 > envoy.yaml',
    ),
  )
    .requiredOption('--workspace <slug>', 'whose keys are let through')
    .requiredOption('--upstream <host:port>', 'the API behind Envoy, plain HTTP')
    .option('--revocation <seconds>', 'a revoked key is refused within this time, 2 to 3600', '15')
    .option('--shards <number>', '1: one document of keys; 256: from about 10,000 keys on', '1')
    .option('--listen <host:port>', 'where Envoy takes requests', '127.0.0.1:10000')
    .option('--admin <host:port>', "Envoy's own administration", '127.0.0.1:9901')
    .option('--key-set <origin>', "where Envoy fetches the key set (the issuer's origin unless given)")
    .option('--trusted-ca <file>', 'the certificates that an https authority is checked against')
    .option('--reader <id>', 'the registered reader that it is, so that keys say what it has seen')
    .option(
      '--mode <mode>',
      'jwt: Envoy checks keys itself by the key set; gate: it asks a gate for each request',
      'jwt',
    )
    .option('--gate <host:port>', 'where the gate is; 127.0.0.1:7421, over gRPC 127.0.0.1:7423, unless given')
    .option('--protocol <protocol>', 'how the gate is asked: http or grpc', 'http')
    .option(
      '--scope <scope>',
      'what every key must be allowed, with a gate; several times for several',
      collect,
    )
    .option(
      '--open-path <path>',
      'a path that needs no key, with all below it; several times for several',
      collect,
    )
    .option('--preflight <pass>', 'pass: CORS preflights need no key')
    .action(async (options: GatewayOptions) => {
      const path = { workspace: options.workspace };
      const asked = read(options);
      const workspace = await unwrap(
        connect(options).GET('/v1/workspaces/{workspace}', { params: { path } }),
      );
      const configuration = render(workspace, asked);
      const output = outputOf(options);
      output.result({ gateway: 'envoy', workspace: workspace.slug, configuration }, configuration.trimEnd());
      if (asked.mode === 'gate')
        output.say('The gate must run too: the first lines of the configuration say how it is started.');
      output.say(
        `Save it as envoy.yaml and run: envoy -c envoy.yaml. Then call http://${options.listen}/ with a key.`,
      );
    });
}

type Asked = Omit<EnvoyOptions, 'issuer' | 'audience' | 'prefix'>;

function read(options: GatewayOptions): Asked {
  const shards = Number(options.shards);
  if (shards !== 1 && shards !== 256)
    throw new CommandError('usage', `--shards takes 1 or 256, not "${options.shards}".`);
  const mode = oneOf('--mode', options.mode, ['jwt', 'gate']);
  const gateProtocol = oneOf('--protocol', options.protocol, ['http', 'grpc']);
  return {
    mode,
    gateProtocol,
    ...(options.gate !== undefined && { gate: address('--gate', options.gate) }),
    ...(options.scope !== undefined && { scopes: options.scope }),
    ...(options.openPath !== undefined && { openPaths: options.openPath }),
    ...(options.preflight !== undefined && { preflight: oneOf('--preflight', options.preflight, ['pass']) }),
    upstream: address('--upstream', options.upstream),
    listen: address('--listen', options.listen),
    admin: address('--admin', options.admin),
    shards,
    revocationSeconds: readNumber('--revocation', options.revocation, 2, 3_600),
    keySetOrigin: options.keySet,
    trustedCaFile: options.trustedCa,
    reader: options.reader,
  };
}

function render({ issuer, audience, prefix }: Workspace, asked: Asked): string {
  return orUsage(() => renderEnvoy({ issuer, audience, prefix, ...asked }));
}

const address = (flag: string, text: string): EnvoyOptions['upstream'] =>
  orUsage(() => parseAddress(flag, text));

/** What is out of its bounds was given wrongly on the command line. */
function orUsage<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError('usage', error.message, { cause: error });
    throw error;
  }
}

function oneOf<const T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((it) => it === text);
  if (found === undefined)
    throw new CommandError('usage', `${flag} takes ${allowed.join(' or ')}, not "${text}".`);
  return found;
}
