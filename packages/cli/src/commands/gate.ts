import { Command } from 'commander';
import { CommandError } from '../errors.ts';
import { Output } from '../output.ts';
import { stopSignal } from '../stop-signal.ts';

const examples = `Examples:
  $ lostwax gate --issuer http://localhost:7420/demo
  $ lostwax gate --issuer https://keys.example.com/acme --upstream http://127.0.0.1:8080 --status-port 7424`;

/**
 * `lostwax gate`. Its settings are the gate's own: they come from flags, the environment and a file alike, so that they are read there, and
 * every mistake is reported at once.
 */
export function gateCommand(): Command {
  return new Command('gate')
    .description('check keys for a gateway, or as a reverse proxy, until Ctrl-C')
    .usage('--issuer <origin>/<workspace> [settings]')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[settings...]')
    .addHelpText('after', `\n"lostwax gate --help" lists the settings.\n${examples}`)
    .action((given: readonly string[]) => gate(given));
}

async function gate(given: readonly string[]): Promise<void> {
  const args = given.filter((it) => it !== '--json');
  const output = new Output(args.length < given.length);
  // Loaded only here: the other commands start without it.
  const [{ GateError, readSettings, settingsHelp, startGate }, { pino }] = await Promise.all([
    import('@lostwax/gate'),
    import('pino'),
  ]);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help(settingsHelp()));
    return;
  }
  const stopped = stopSignal();
  const start = async () => {
    const settings = readSettings({ args, env: process.env });
    const log = pino({ level: settings.logLevel }, pino.destination({ fd: 2, sync: true }));
    return { settings, running: await startGate(settings, { log, traces: process.env }) };
  };
  const { settings, running } = await start().catch((error: unknown) => {
    if (!(error instanceof GateError)) throw error;
    const { code, message } = error;
    if (code === 'settings_invalid') throw new CommandError('usage', message, { cause: error });
    if (code === 'issuer_wrong' || code === 'no_authority')
      throw new CommandError(code, message, { cause: error });
    throw error;
  });
  const { url, grpcAddress, statusUrl } = running;
  if (output.json) output.result({ url, grpcAddress, statusUrl }, '');
  else output.say(greeting(url, grpcAddress, statusUrl, settings.upstream));
  const { drain } = await stopped;
  output.say('Stopping after the current requests are answered.');
  await running.close({ drain });
}

function greeting(
  url: string,
  grpc: string | undefined,
  status: string | undefined,
  upstream: string | undefined,
): string {
  const does =
    upstream === undefined
      ? `Gateways ask it at ${url}/verify`
      : `It forwards requests with a valid key from ${url} to ${upstream}`;
  return [
    `The gate is running. ${does}`,
    ...(grpc === undefined ? [] : [`Envoy asks it over gRPC at ${grpc}`]),
    ...(upstream !== undefined && status === undefined
      ? []
      : [`Readiness: ${status ?? url}/readyz; metrics: ${status ?? url}/metrics`]),
    'Press Ctrl-C to stop.',
  ].join('\n');
}

function help(settings: string): string {
  return `Usage: lostwax gate --issuer <origin>/<workspace> [settings]

Checks keys for a gateway that asks it (/verify), or as a reverse proxy (--upstream), until Ctrl-C.

Settings:
${settings}

Each setting is also an environment variable, such as LOSTWAX_GATE_MAX_STALE. Flags override the environment, which overrides the file.
With --json, it prints one line to stdout once it listens: {"url", "grpcAddress", "statusUrl"}.

${examples}
`;
}
