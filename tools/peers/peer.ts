import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OwnPeer, type Peer, variableOf } from './kind.ts';
import { withLock } from './lock.ts';
import { ownPeers, peers } from './table.ts';

const root = join(import.meta.dirname, '..', '..', '.cache', 'peers');
/** Comma-separated names that `npm test` couldn't install, so that no test file tries to download them again. */
export const MISSING_PEERS = 'LOSTWAX_MISSING_PEERS';

const found = new Map<string, Promise<string | undefined>>();

/**
 * The path of a peer's program, installed into the git-ignored `.cache/peers` on first use. Concurrent test files wait for one
 * installation.
 *
 * @param name - A name in the table of `table.ts`; the environment variable `LOSTWAX_PEER_<NAME>` takes precedence.
 * @returns The path, or `undefined` if it isn't available: then skip, with {@link howToGet} as the reason.
 * @throws Error if it isn't available and `CI` is `true`: in CI, a missing peer is a failure, not a skip.
 */
export function peer(name: string): Promise<string | undefined> {
  let path = found.get(name);
  if (path === undefined) {
    path = locate(entry(name), root, process.env);
    found.set(name, path);
  }
  return path;
}

/** A peer as a suite uses it: `suite('…', { skip: envoy.skip }, …)`, and `envoy.program` inside. */
export async function peerForTests(name: string): Promise<{ program: string; skip: string | false }> {
  const program = await peer(name);
  return program === undefined ? { program: '', skip: howToGet(name) } : { program, skip: false };
}

/**
 * Returns a peer's program, for callers that can't do without it.
 *
 * @throws Error that says how to get it, if it isn't available.
 */
export async function needed(name: string): Promise<string> {
  const program = await peer(name);
  if (program === undefined) throw new Error(howToGet(name));
  return program;
}

/** One line for a skipped test: what is missing and how to get it. */
export function howToGet(name: string): string {
  return missing(entry(name));
}

function missing({ name, version, byHand }: OwnPeer): string {
  return `${name} ${version} is not here: ${byHand}`;
}

function entry(name: string): Peer | OwnPeer {
  const known = [...peers, ...ownPeers].find((candidate) => candidate.name === name);
  if (known === undefined) throw new Error(`No peer is called ${name}; tools/peers/table.ts lists them.`);
  return known;
}

/** {@link peer} for any entry, folder and environment. */
export async function locate(
  wanted: Peer | OwnPeer,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const ownProgram = environment[variableOf(wanted.name)];
  if (ownProgram !== undefined) return ownProgram;
  if (!('install' in wanted)) return undefined;
  if (environment[MISSING_PEERS]?.split(',').includes(wanted.name)) return undefined;
  try {
    return await installed(wanted, folder);
  } catch (error) {
    if (environment['CI'] !== 'true') return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${missing(wanted)} (${reason})`, { cause: error });
  }
}

/**
 * Installs `wanted` below `folder` unless it is already completely installed, and returns its program's path. The marker is
 * written last, so an interrupted installation is detected and repeated.
 */
export async function installed(wanted: Peer, folder: string): Promise<string> {
  const home = join(folder, `${wanted.name}-${wanted.version}`);
  const marker = join(home, '.installed');
  if (!existsSync(marker)) {
    await withLock(`${home}.lock`, async () => {
      if (existsSync(marker)) return;
      await rm(home, { recursive: true, force: true });
      await mkdir(home, { recursive: true });
      await wanted.install(home);
      await writeFile(marker, '');
    });
  }
  return wanted.binary(home);
}
