import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isPrivateUrl } from '@lostwax/contract';
import { type Command, Option } from 'commander';
import { type CommonOptions, command, outputOf } from '../command.ts';
import { databaseOption } from '../database.ts';
import { CommandError } from '../errors.ts';
import { greeting } from '../greeting.ts';
import { readNumber } from '../input.ts';
import { type OpenIdFlags, openIdOf, withOpenId } from '../openid.ts';
import type { Output } from '../output.ts';
import { textIn } from '../read-text.ts';
import { stopSignal } from '../stop-signal.ts';

type Authority = Awaited<ReturnType<typeof import('@lostwax/authority')['startAuthority']>>;

interface ServeOptions extends CommonOptions, OpenIdFlags {
  readonly origin?: string;
  readonly allowHttpOrigin?: boolean;
  readonly data: string;
  readonly database?: string;
  readonly mustExist?: boolean;
  readonly host: string;
  readonly port: string;
  readonly publishPort?: string;
  readonly statusPort?: string;
  readonly trustProxy?: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCerts?: boolean;
  readonly clientCertHeader?: string;
  readonly mtlsOrigin?: string;
  readonly adminKeyFile?: string;
  readonly secretKeyFile?: string;
  readonly logLevel: string;
  readonly drain: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** `lostwax serve`. */
export function serveCommand(): Command {
  const trustProxy = new Option(
    '--trust-proxy <cidr>',
    'a proxy whose X-Forwarded-For and --client-cert-header are trusted; repeatable',
  );
  const it = command(
    'serve',
    'run the authority until Ctrl-C',
    'lostwax serve',
    'lostwax serve --origin https://keys.example.com --data /var/lib/lostwax --status-port 7430',
  )
    .addOption(
      new Option(
        '--origin <url>',
        "base URL of the issuer in every key; can't be changed later; optional on localhost",
      ).env('LOSTWAX_ORIGIN'),
    )
    .addOption(
      new Option(
        '--allow-http-origin',
        'allow an http: origin other than this machine; keys are then sent unencrypted',
      ).env('LOSTWAX_ALLOW_HTTP_ORIGIN'),
    )
    .addOption(
      new Option('--data <folder>', 'folder for the database, snapshots and admin.key')
        .env('LOSTWAX_DATA')
        .default('./data'),
    )
    .addOption(databaseOption())
    .addOption(
      new Option(
        '--must-exist',
        'fail instead of creating a new authority; for services, whose disk might not be mounted',
      ).env('LOSTWAX_MUST_EXIST'),
    )
    .addOption(
      new Option('--host <address>', 'address to listen on').env('LOSTWAX_HOST').default('127.0.0.1'),
    )
    .addOption(
      new Option('--port <number>', 'port of the API; 0 picks a free one')
        .env('LOSTWAX_PORT')
        .default('7420'),
    )
    .addOption(
      new Option('--publish-port <number>', 'separate port for key sets and feeds').env(
        'LOSTWAX_PUBLISH_PORT',
      ),
    )
    .addOption(
      new Option(
        '--status-port <number>',
        'separate port for /healthz, /readyz and /metrics, without a key',
      ).env('LOSTWAX_STATUS_PORT'),
    )
    .addOption(trustProxy.env('LOSTWAX_TRUST_PROXY').argParser(collectMany))
    .addOption(
      new Option(
        '--tls-cert <file>',
        'certificate and chain in PEM; serves HTTPS without a proxy, and is read again when it changes',
      ).env('LOSTWAX_TLS_CERT'),
    )
    .addOption(new Option('--tls-key <file>', 'private key of --tls-cert in PEM').env('LOSTWAX_TLS_KEY'))
    .addOption(
      new Option(
        '--tls-client-certs',
        'with --tls-cert: ask clients for certificates, so that OAuth clients can authenticate with theirs',
      ).env('LOSTWAX_TLS_CLIENT_CERTS'),
    )
    .addOption(
      new Option(
        '--client-cert-header <name>',
        "header in which a proxy of --trust-proxy sends an OAuth client's certificate, as URL-escaped PEM or as in RFC 9440; xfcc for Envoy's",
      ).env('LOSTWAX_CLIENT_CERT_HEADER'),
    )
    .addOption(
      new Option(
        '--mtls-origin <url>',
        'where OAuth clients with certificates reach the token endpoint, if not at --origin',
      ).env('LOSTWAX_MTLS_ORIGIN'),
    )
    .addOption(
      new Option('--admin-key-file <file>', 'where the first administrator key is written').env(
        'LOSTWAX_ADMIN_KEY_FILE',
      ),
    )
    .addOption(
      new Option(
        '--secret-key-file <file>',
        'file with the key that encrypts signing keys: 32 bytes in base64url; required for shared-signed keys; LOSTWAX_SECRET_KEY can hold the key itself instead',
      ).env('LOSTWAX_SECRET_KEY_FILE'),
    )
    .addOption(
      new Option(
        '--drain <seconds>',
        'after SIGTERM, how long to keep answering while /readyz returns 503; set it longer than your load balancer needs to notice',
      )
        .env('LOSTWAX_DRAIN')
        .default('2'),
    )
    .addOption(
      new Option('--log-level <level>', `logs in JSON on stderr: ${logLevels.join(', ')}`)
        .env('LOSTWAX_LOG_LEVEL')
        .default('error'),
    );
  return withOpenId(it)
    .addHelpText(
      'after',
      '\nWith --json, it prints one line to stdout once it runs: {"url", "publishUrl", "statusUrl", "origin", "adminKeyFile", "firstStart"}.',
    )
    .action(serve);
}

/** An environment variable holds several values in one string. */
function collectMany(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(/[\s,]+/).filter((it) => it !== '')];
}

/** Customers and gateways send keys to the origin; with a TLS-terminating proxy, it is the proxy's https address. */
function assertOrigin(origin: string | undefined, allowed: boolean): void {
  const url = origin === undefined ? null : URL.parse(origin);
  if (url === null || url.protocol !== 'http:' || allowed || isPrivateUrl(url)) return;
  throw new CommandError(
    'usage',
    `--origin ${origin} is plain HTTP, so keys, including administrator keys, would be sent unencrypted, and the origin can't be changed later. ` +
      'Use the https address of the proxy in front of the authority, or pass --allow-http-origin if the network is yours.',
  );
}

async function serve(options: ServeOptions): Promise<void> {
  const {
    port,
    publishPort,
    statusPort,
    logLevel,
    drain: drainGiven,
    allowHttpOrigin,
    secretKeyFile,
    json: _,
    ...rest
  } = options;
  assertOrigin(options.origin, allowHttpOrigin === true);
  if (!logLevels.includes(logLevel))
    throw new CommandError('usage', `--log-level takes ${logLevels.join(', ')}, not "${logLevel}".`);
  const numbers = {
    port: readNumber('--port', port, 0, 65_535),
    ...(publishPort !== undefined && { publishPort: readNumber('--publish-port', publishPort, 0, 65_535) }),
    ...(statusPort !== undefined && { statusPort: readNumber('--status-port', statusPort, 0, 65_535) }),
  };
  const drainSeconds = readNumber('--drain', drainGiven, 0, 300);
  const openid = openIdOf(options);
  const secretKey = secretKeyOf(secretKeyFile);
  const stopped = stopSignal();
  // Loaded only here and by admin reset: the other commands start without them.
  const [{ startAuthority }, { pino }] = await Promise.all([import('@lostwax/authority'), import('pino')]);
  const log = pino({ level: logLevel }, pino.destination({ fd: 2, sync: true }));
  const authority = await startAuthority({
    ...rest,
    ...numbers,
    openid,
    secretKey,
    pages: pagesFolder(),
    log,
    traces: process.env,
  }).catch((error: unknown) => {
    if (error instanceof RangeError) throw new CommandError('usage', `--trust-proxy: ${error.message}`);
    throw error;
  });
  const output = outputOf(options);
  if (output.json) announce(authority, output);
  else output.say(greeting(authority, options.data));
  const { drain } = await stopped;
  output.say('Stopping after the current requests are answered.');
  await authority.close({ drainSeconds: drain ? drainSeconds : 0 });
}

/** From the file, else from the environment; no flag, since anyone on the machine can read those. */
function secretKeyOf(file: string | undefined): string | undefined {
  if (file !== undefined) return textIn('--secret-key-file', file);
  const given = process.env['LOSTWAX_SECRET_KEY'];
  return given === '' ? undefined : given;
}

/** The folder with the built files of the portal package. */
function pagesFolder(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('@lostwax/portal/package.json'))), 'dist');
}

function announce(authority: Authority, output: Output): void {
  const { url, publishUrl, statusUrl = null, origin, adminKeyFile, firstStart } = authority;
  output.result({ url, publishUrl, statusUrl, origin, adminKeyFile, firstStart }, '');
}
