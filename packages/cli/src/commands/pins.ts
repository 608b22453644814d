import type { Command } from 'commander';
import { type CommonOptions, collect, command, outputOf } from '../command.ts';
import { CommandError } from '../errors.ts';
import { readNumber } from '../input.ts';
import { textIn } from '../read-text.ts';
import { type Metric, readStatusPort, serveStatus, statusPortOption } from '../status-server.ts';
import { stopSignal } from '../stop-signal.ts';

interface PinsOptions extends CommonOptions {
  readonly issuer: string;
  readonly feed?: readonly string[];
  readonly feedKeyFile: string;
  readonly to: string;
  readonly maxStale: string;
  readonly allowHttp?: boolean;
  readonly statusPort?: string;
}

/** What the metrics need of the status of `@lostwax/pins`, which is loaded only to run. */
interface TableStatus {
  readonly inUse: boolean;
  readonly keys: number;
  readonly ageSeconds: number;
  readonly replacements: number;
  readonly failures: number;
}

const STANDARD_INPUT = 0;

/** `lostwax pins`. */
export function pinsCommand(): Command {
  return command(
    'pins',
    "keep a gateway's own table in sync with the key set, until Ctrl-C",
    'lostwax pins --issuer https://keys.example.com/acme_live --feed-key-file feed.key --to haproxy:/run/haproxy/admin.sock',
  )
    .requiredOption('--issuer <issuer>', 'the workspace whose keys the gateway accepts: <origin>/<workspace>')
    .requiredOption(
      '--feed-key-file <file>',
      'file with an administrator key that has feed:read; - reads standard input',
    )
    .requiredOption(
      '--to <table>',
      "the gateway's table: haproxy:<path of its stats socket>, nginx:<path of its socket> or agentgateway:<its configuration file>",
    )
    .option('--feed <url>', 'address to read the feed from in place of the issuer; repeatable', collect)
    .option(
      '--max-stale <seconds>',
      'the gateway refuses every key after this time without the authority, 2 to 86400',
      '300',
    )
    .option(...statusPortOption)
    .option('--allow-http', 'allow following the feed over plain HTTP from another machine')
    .addHelpText(
      'after',
      `
Run it beside the gateway, one for each. "lostwax gateway <name> --mode pins" prints the gateway's configuration.
If the process stops, the gateway keeps using its table for the rest of --max-stale, then refuses every key with 503.
If the gateway restarts, it refuses every key until it has the whole set again. Access tokens of OAuth clients and
client certificates are not in the table.`,
    )
    .action((options: PinsOptions) => pins(options));
}

async function pins(options: PinsOptions): Promise<void> {
  const { issuer, feed: feeds, to, allowHttp } = options;
  const maxStaleSeconds = readNumber('--max-stale', options.maxStale, 2, 86_400);
  const port = readStatusPort(options.statusPort);
  const file = options.feedKeyFile;
  const feedKey = textIn('--feed-key-file', file === '-' ? STANDARD_INPUT : file);
  // Loaded only here: the other commands start without it.
  const [{ PinsError, startPins }, { pino }] = await Promise.all([import('@lostwax/pins'), import('pino')]);
  const asCommandError = (error: unknown): unknown => {
    if (!(error instanceof PinsError)) return error;
    const { code, message } = error;
    return new CommandError(code === 'settings_invalid' ? 'usage' : code, message, { cause: error });
  };
  const stopped = stopSignal();
  const log = pino({}, pino.destination({ fd: 2, sync: true }));
  const settings = { issuer, feeds, feedKey, to, maxStaleSeconds, allowHttp };
  try {
    const running = await startPins(settings, { log });
    try {
      const status = await serveStatus(port, {
        isReady: () => running.status().inUse,
        metrics: () => metricsOf(running.status()),
      });
      const output = outputOf(options);
      if (output.json) output.result({ issuer, to, statusUrl: status?.url }, '');
      else output.say(`Keeping the keys of ${issuer} in ${to}. Press Ctrl-C to stop.`);
      await Promise.race([stopped, running.ended]).finally(status?.close);
    } finally {
      await running.close();
    }
  } catch (error) {
    throw asCommandError(error);
  }
}

function metricsOf({ inUse, keys, ageSeconds, replacements, failures }: TableStatus): readonly Metric[] {
  const one = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
    ...{ name: `lostwax_pins_${name}`, type, help, values: [{ value }] },
  });
  return [
    one('in_use', 'gauge', "Whether the gateway's table is equal to the set and may be used.", inUse ? 1 : 0),
    one('keys', 'gauge', "Keys in the gateway's table.", keys),
    one('set_age_seconds', 'gauge', 'Time since the set was last known to be complete.', ageSeconds),
    one('replacements_total', 'counter', 'Whole tables written to the gateway.', replacements),
    one('gateway_failures_total', 'counter', 'Failures to reach the gateway.', failures),
  ];
}
