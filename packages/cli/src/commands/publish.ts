import { randomBytes } from 'node:crypto';
import { isPrivateUrl, POINTER_PATH, parseIssuer } from '@lostwax/contract';
import type { Command } from 'commander';
import { pino } from 'pino';
import { type CommonOptions, collect, command, outputOf } from '../command.ts';
import { CommandError } from '../errors.ts';
import { readNumber } from '../input.ts';
import { bucketPlace } from '../publish/bucket.ts';
import { directoryPlace } from '../publish/directory.ts';
import { publishStatus } from '../publish/metrics.ts';
import type { Place } from '../publish/place.ts';
import { Publication, type PublishSeconds } from '../publish/publication.ts';
import { reasonOf } from '../publish/reason.ts';
import { FeedSource } from '../publish/source.ts';
import { readStatusPort, serveStatus, statusPortOption } from '../status-server.ts';
import { stopSignal } from '../stop-signal.ts';

interface PublishOptions extends CommonOptions {
  readonly issuer: readonly string[];
  readonly feed?: string;
  readonly to: string;
  readonly every: string;
  readonly keysEvery: string;
  readonly snapshotEvery: string;
  readonly allowHttp?: boolean;
  readonly statusPort?: string;
}

interface Source {
  readonly issuer: string;
  readonly workspace: string;
  readonly source: FeedSource;
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
      'issuer of a workspace to publish: <origin>/<workspace>; repeatable',
      collect,
    )
    .requiredOption('--to <place>', 'a folder, or s3://<bucket>/<prefix>')
    .option(
      '--feed <origin>',
      "read from this origin instead of the issuer's, such as an internal address of the authority",
    )
    .option('--every <seconds>', 'how often to publish changes, 1 to 60', '1')
    .option('--keys-every <seconds>', 'how often to update key sets, 1 to 3600; 0 publishes none', '5')
    .option('--snapshot-every <seconds>', 'how often to look for a new snapshot, 1 to 86400', '60')
    .option(...statusPortOption)
    .option('--allow-http', 'read from other machines over plain HTTP')
    .addHelpText(
      'after',
      `
Start gates with --feed https://cdn.example.com/<workspace>/feed/pointer.json. Only signed keys are published, as hashes
that reveal nothing about them. Run one publisher for each place: a second one on the same machine doesn't start, and one
on another machine takes over from the first, which then stops. Without a running publisher, gates refuse every key with
503 after --max-stale, even if the files can still be read. For S3, set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
AWS_REGION, and where needed AWS_SESSION_TOKEN and AWS_ENDPOINT_URL.`,
    )
    .action((options: PublishOptions) => publish(options));
}

async function publish(options: PublishOptions): Promise<void> {
  const seconds: PublishSeconds = {
    every: readNumber('--every', options.every, 1, 60),
    keysEvery: readNumber('--keys-every', options.keysEvery, 0, 3_600),
    snapshotEvery: readNumber('--snapshot-every', options.snapshotEvery, 1, 86_400),
  };
  const port = readStatusPort(options.statusPort);
  const place = placeAt(options.to);
  const stop = new AbortController();
  const sources = options.issuer.map((issuer) => sourceOf(issuer, options, stop.signal));
  if (new Set(sources.map(({ workspace }) => workspace)).size < sources.length)
    throw new CommandError(
      'usage',
      'Two issuers have the same workspace name. Publish each of them to its own place.',
    );
  const log = pino({}, pino.destination({ fd: 2, sync: true }));
  const instance = randomBytes(9).toString('hex');
  const publications = sources.map(({ issuer, workspace: folder, source }) => {
    const own = { issuer, source, place, folder, instance, log: log.child({ issuer }), stop: stop.signal };
    return new Publication({ ...own, ...seconds });
  });
  for (const publication of publications) await opened(publication, options.to);
  const status = await serveStatus(
    port,
    publishStatus(() => publications.map((publication) => publication.status())),
  );
  const stopped = stopSignal().then(() => stop.abort());
  const output = outputOf(options);
  const pointers = sources.map(({ workspace }) => `${workspace}/${POINTER_PATH}`);
  if (output.json) output.result({ to: options.to, pointers, statusUrl: status?.url }, '');
  else output.say(`Publishing ${pointers.join(', ')} to ${options.to}. Press Ctrl-C to stop.`);
  const work = publications.map((publication) => publication.run());
  try {
    await Promise.all([stopped, ...work]);
  } finally {
    stop.abort();
    await Promise.allSettled(work);
    await Promise.all(publications.map((publication) => publication.close()));
    status?.close();
  }
}

async function opened(publication: Publication, to: string): Promise<void> {
  try {
    await publication.open();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError('misconfigured', `${to} cannot be used: ${reasonOf(error)}`, { cause: error });
  }
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
