import type { Command } from 'commander';
import { type CommonOptions, command, outputOf } from '../command.ts';
import { assertPrivate, connect } from '../connection.ts';
import { type ConfigKind, checkConfig, configKinds, kindOf } from '../doctor/config/check.ts';
import { contents } from '../doctor/config/contents.ts';
import { ConfigError } from '../doctor/config/rule.ts';
import type { Measured } from '../doctor/live/measured.ts';
import { ProbeKeys } from '../doctor/live/probe-keys.ts';
import { measure } from '../doctor/live/run.ts';
import { Target } from '../doctor/live/target.ts';
import { CommandError, exitCodes } from '../errors.ts';
import { plain } from '../output.ts';
import { readDuration } from '../time.ts';

interface DoctorOptions extends CommonOptions {
  readonly url?: string;
  readonly config?: string;
  readonly kind?: string;
  readonly keys?: string;
  readonly workspace?: string;
  readonly otherWorkspace?: string;
  readonly customer: string;
  readonly origin?: string;
  readonly authority?: string;
  readonly data?: string;
  readonly allowHttp?: boolean;
  readonly revocation: string;
  readonly timeout: string;
  readonly stopAuthority?: string;
  readonly startAuthority?: string;
}

/** `lostwax doctor`: measures a live gateway, or reads its configuration. */
export function doctorCommand(): Command {
  return command(
    'doctor',
    'find mistakes in how a gateway checks keys',
    'lostwax doctor --url https://api.example.com/orders --workspace acme_live',
    'lostwax doctor --config envoy.yaml',
  )
    .option('--url <url>', 'a protected URL to measure; needs --workspace and an administrator key')
    .option('--config <file>', 'a configuration of Envoy, nginx, HAProxy or ESPv2 to check')
    .option('--kind <kind>', `the kind of configuration: ${configKinds.join(', ')} (default: detected)`)
    .option('--keys <count>', 'how many keys the workspace has or will have, for limits of --config')
    .option('--workspace <slug>', 'the workspace whose keys the gateway accepts')
    .option('--other-workspace <slug>', 'another workspace, whose keys it must refuse')
    .option('--customer <id>', 'the customer that probe keys are created for', 'lostwax-doctor')
    .option('--origin <origin>', 'a website that calls the API, whose CORS preflights must pass')
    .option('--revocation <time>', 'how soon a revoked key must be refused', '15s')
    .option('--timeout <time>', 'how long to wait for each change', '90s')
    .option(
      '--stop-authority <command>',
      'shell command that stops the authority or the gate, to measure an outage',
    )
    .option('--start-authority <command>', 'shell command that starts it again and waits until it is ready')
    .option('--authority <url>', 'URL of the authority (default: LOSTWAX_URL, or http://localhost:7420)')
    .option('--data <folder>', 'data folder to read admin.key from (default: LOSTWAX_ADMIN_KEY, or ./data)')
    .option('--allow-http', 'send keys over plain HTTP to another machine')
    .addHelpText(
      'after',
      '\nExits with 1 if anything is broken. Probe keys are revoked at the end and expire within minutes.',
    )
    .action(async (options: DoctorOptions) => {
      const { url, config, workspace } = options;
      if (config !== undefined && url === undefined) return readConfig(config, options);
      if (url !== undefined && config === undefined && workspace !== undefined)
        return await measureUrl(url, workspace, options);
      throw new CommandError('usage', 'Pass either --config, or --url with --workspace.');
    });
}

function readConfig(file: string, options: DoctorOptions): void {
  const text = contents(file);
  const kind = options.kind === undefined ? kindOf(text) : configKinds.find((it) => it === options.kind);
  if (kind === undefined)
    throw new CommandError(
      'usage',
      `Pass --kind with one of ${configKinds.join(', ')}: ${file} was not recognized.`,
    );
  const findings = parsed(kind, text, file, keysOf(options));
  const lines = findings.map(
    ({ line, what, id, why, fix, docs }) =>
      `✗ ${file}:${line}  ${what} (${id})\n    ${why}\n    Fix: ${fix}\n    See ${docs}`,
  );
  const none = `✓ No known mistake in this ${kind} configuration.`;
  outputOf(options).result({ kind, findings }, lines.length === 0 ? none : readable(lines));
  if (findings.length > 0) process.exitCode = exitCodes.refused;
}

function keysOf({ keys }: DoctorOptions): number | undefined {
  if (keys === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(keys)) return Number(keys);
  throw new CommandError('usage', `--keys takes a number from 1 to 999999999, not "${keys}".`);
}

function parsed(kind: ConfigKind, text: string, file: string, keys?: number): ReturnType<typeof checkConfig> {
  try {
    return checkConfig(kind, text, keys);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const place = error.line === undefined ? file : `${file}:${error.line}`;
    throw new CommandError('usage', `${place} ${error.message}.`, { cause: error });
  }
}

async function measureUrl(text: string, workspace: string, options: DoctorOptions): Promise<void> {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '')
    throw new CommandError(
      'usage',
      `--url takes a protected URL such as https://api.example.com/orders, not "${text}".`,
    );
  assertPrivate(url, options.allowHttp === true, 'read the probe keys');
  const { stopAuthority: stop, startAuthority: start, authority } = options;
  if ((stop === undefined) !== (start === undefined))
    throw new CommandError('usage', 'Pass --stop-authority and --start-authority together.');
  const output = outputOf(options);
  const keys = new ProbeKeys(
    connect({ ...options, ...{ url: authority } } as typeof options),
    options.customer,
  );
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort(new CommandError('interrupted', 'Interrupted.'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  try {
    const found = await measure({
      ...{ target: new Target(url, interrupted.signal), keys, workspace },
      otherWorkspace: options.otherWorkspace,
      origin: options.origin,
      promiseMs: readDuration('--revocation', options.revocation) * 1_000,
      limitMs: readDuration('--timeout', options.timeout) * 1_000,
      outage: stop === undefined || start === undefined ? undefined : { stop, start },
      progress: (line) => output.progress(line),
    }).catch((error: unknown) => {
      throw interrupted.signal.aborted ? interrupted.signal.reason : error;
    });
    output.result({ url: url.href, workspace, measured: found }, readable(found.map(lineOf)));
    if (found.some(({ result }) => result === 'broken')) process.exitCode = exitCodes.refused;
  } finally {
    output.progress(undefined);
    const left = await keys.removeAll();
    if (left.length > 0) output.say(`Not revoked, expires within minutes: ${left.join(', ')}`);
  }
}

const symbols = { ok: '✓ ok     ', broken: '✗ broken ', warning: '! warning', unknown: '? unknown' } as const;

function lineOf({ result, what, next }: Measured): string {
  return `${symbols[result]}  ${what}${next === '' ? '' : `\n           ${next}`}`;
}

function readable(parts: readonly string[]): string {
  return parts
    .flatMap((part) => part.split('\n'))
    .map(plain)
    .join('\n');
}
