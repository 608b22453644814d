import { setTimeout as sleep } from 'node:timers/promises';
import { isPrivateUrl, POINTER_PATH, parseIssuer } from '@lostwax/contract';
import type { Command } from 'commander';
import { type Logger, pino } from 'pino';
import { type CommonOptions, collect, command, outputOf } from '../command.ts';
import { CommandError } from '../errors.ts';
import { readNumber } from '../input.ts';
import { bucketPlace } from '../publish/bucket.ts';
import { directoryPlace } from '../publish/directory.ts';
import { KeySets } from '../publish/key-sets.ts';
import type { Place } from '../publish/place.ts';
import { Publisher } from '../publish/publisher.ts';
import { FeedSource } from '../publish/source.ts';
import { stopSignal } from '../stop-signal.ts';

interface PublishOptions extends CommonOptions {
  readonly issuer: readonly string[];
  readonly feed?: string;
  readonly to: string;
  readonly every: string;
  readonly keysEvery: string;
  readonly snapshotEvery: string;
  readonly allowHttp?: boolean;
}

interface Source {
  readonly issuer: string;
  readonly workspace: string;
  readonly source: FeedSource;
}

interface Seconds {
  readonly every: number;
  readonly keysEvery: number;
  readonly snapshotEvery: number;
}

/** `lostwax publish`. */
export function publishCommand(): Command {
  return command(
    'publish',
    'publish feeds and key sets as files for a web server or CDN, until Ctrl-C',
    'lostwax publish --issuer https://keys.example.com/acme --to /var/www/keys',
  )
    .requiredOption(
      '--issuer <issuer>',
      'the workspace to publish: <origin>/<workspace>; repeatable',
      collect,
    )
    .requiredOption('--to <place>', 'a folder, or s3://<bucket>/<prefix>')
    .option('--feed <origin>', "read from this origin instead of the issuer's")
    .option('--every <seconds>', 'publish a pointer this often, 1 to 60', '1')
    .option('--keys-every <seconds>', 'update key sets this often, 1 to 3600; 0 publishes none', '5')
    .option('--snapshot-every <seconds>', 'look for a newer snapshot this often, 1 to 86400', '60')
    .option('--allow-http', 'allow reading over plain HTTP from another machine')
    .addHelpText(
      'after',
      `
Gates read it with --feed https://cdn.example.com/<workspace>/feed/pointer.json. Only the public feed is published:
signed keys, by hashes that reveal nothing. Run one publisher for each place. If it stops, gates refuse every key
with 503 after --max-stale, even if the files are still served. For S3, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_SESSION_TOKEN, AWS_REGION and AWS_ENDPOINT_URL are read from the environment.`,
    )
    .action((options: PublishOptions) => publish(options));
}

async function publish(options: PublishOptions): Promise<void> {
  const seconds: Seconds = {
    every: readNumber('--every', options.every, 1, 60),
    keysEvery: readNumber('--keys-every', options.keysEvery, 0, 3_600),
    snapshotEvery: readNumber('--snapshot-every', options.snapshotEvery, 1, 86_400),
  };
  const place = placeAt(options.to);
  const stop = new AbortController();
  const sources = options.issuer.map((issuer) => sourceOf(issuer, options, stop.signal));
  if (new Set(sources.map(({ workspace }) => workspace)).size < sources.length)
    throw new CommandError(
      'usage',
      'Two issuers have the same workspace name. Publish each of them to its own place.',
    );
  const log = pino({}, pino.destination({ fd: 2, sync: true }));
  const publishers = sources.map(({ issuer, workspace, source }) => {
    const warn = (error: unknown, what: string): void => {
      if (!stop.signal.aborted) log.warn({ issuer, reason: reasonOf(error) }, what);
    };
    const parts = { issuer, source, place, folder: workspace, warn, ...seconds };
    return { issuer, source, workspace, publisher: new Publisher(parts) };
  });
  for (const { publisher } of publishers)
    await publisher.resume().catch((error: unknown) => {
      throw new CommandError('misconfigured', `${options.to} cannot be used: ${reasonOf(error)}`, {
        cause: error,
      });
    });
  const stopped = stopSignal().then(() => stop.abort());
  const output = outputOf(options);
  const pointers = publishers.map(({ workspace }) => `${workspace}/${POINTER_PATH}`);
  if (output.json) output.result({ to: options.to, pointers }, '');
  else output.say(`Publishing ${pointers.join(', ')} to ${options.to}. Press Ctrl-C to stop.`);
  const work = publishers.flatMap(({ issuer, source, workspace, publisher }) => {
    const to = log.child({ issuer });
    const keySets = new KeySets(source, place, workspace);
    return [
      repeat(seconds.every, stop.signal, to, 'The feed', () => publisher.step()),
      ...(seconds.keysEvery > 0
        ? [repeat(seconds.keysEvery, stop.signal, to, 'The key set', whenChanged(publisher, keySets))]
        : []),
    ];
  });
  await Promise.all([stopped, ...work]);
  await Promise.all(publishers.map(({ publisher }) => publisher.close()));
}

function placeAt(to: string): Place {
  if (!to.startsWith('s3://')) return directoryPlace(to);
  try {
    return bucketPlace(to, process.env);
  } catch (error) {
    throw new CommandError('usage', `--to: ${reasonOf(error)}`, { cause: error });
  }
}

function sourceOf(issuer: string, { feed, allowHttp }: PublishOptions, stop: AbortSignal): Source {
  const parsed = parseIssuer(issuer);
  if (parsed === undefined)
    throw new CommandError(
      'usage',
      `--issuer takes a URL such as https://keys.example.com/acme, not "${issuer}".`,
    );
  const { workspace } = parsed;
  const address = feed === undefined ? issuer : `${feed}/${workspace}`;
  const at = parseIssuer(address);
  if (at === undefined) throw new CommandError('usage', `--feed takes an origin, not "${feed}".`);
  if (allowHttp !== true && !isPrivateUrl(new URL(at.origin)))
    throw new CommandError(
      'usage',
      `${at.origin} uses http:, so anyone on the network path could publish keys of their own. Use https:, or pass --allow-http.`,
    );
  return { issuer, workspace, source: new FeedSource(address, issuer, stop) };
}

/** Copies the key set if the feed has changed since the last copy. */
function whenChanged(publisher: Publisher, keySets: KeySets): () => Promise<void> {
  let copied: unknown;
  return async () => {
    const { position } = publisher;
    if (position === undefined || position === copied) return;
    await keySets.update();
    copied = position;
  };
}

/** Logs the first of several failures, and the end of them. */
async function repeat(
  seconds: number,
  stop: AbortSignal,
  log: Logger,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  let failing = false;
  while (!stop.aborted) {
    const began = performance.now();
    try {
      await work();
      if (failing) log.info(`${what} is published again.`);
      failing = false;
    } catch (error) {
      if (stop.aborted) return;
      if (!failing) log.error({ reason: reasonOf(error) }, `${what} cannot be published. Trying again.`);
      failing = true;
    }
    const rest = Math.max(0, seconds * 1_000 - (performance.now() - began));
    await sleep(rest, undefined, { signal: stop }).catch(() => {});
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The reason of a failed fetch is in its cause.
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
