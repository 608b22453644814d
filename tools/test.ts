/**
 * Implements `npm test`: builds, installs the real programs that tests need, and runs every test file.
 *
 * `npm test -- packages/core` runs only the files whose path contains that text; arguments that start with `-` are passed to
 * `node --test`, for example `npm test -- --test-name-pattern=sentinel`.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { howToGet, MISSING_PEERS, peer } from './peers/peer.ts';
import { peers } from './peers/table.ts';

const root = join(import.meta.dirname, '..');
const patterns = [
  'packages/*/test/**/*.test.ts',
  'gateways/*/test/*.test.ts',
  'examples/*/test/*.test.ts',
  'methods/*/test/*.test.ts',
  'verifiers/test/*.test.ts',
  'lab/**/test/*.test.ts',
  'tools/test/*.test.ts',
];

// One file more at once than there are cores, because tests of pages and processes mostly wait. Node's own default is one fewer.
const CONCURRENCY = Math.max(2, availableParallelism() + 1);
const TEST_LIMIT_MS = 300_000;

const given = process.argv.slice(2);
const flags = given.filter((argument) => argument.startsWith('-'));
const parts = given.filter((argument) => !argument.startsWith('-'));
const files = globSync(patterns, { cwd: root })
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort();

process.exitCode = files.length === 0 ? nothingFound() : await build();

function nothingFound(): number {
  process.stderr.write(
    `No test file's path holds ${parts.join(' or ')}. Searched: ${patterns.join(', ')}.\n`,
  );
  return 1;
}

/** Packages meet each other as built: tests of one run against the `dist` of those that it imports. */
async function build(): Promise<number> {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const status = runNode([compiler, '-b']) || runNode([join(root, 'packages', 'portal', 'build.ts')]);
  return status === 0 ? await test() : status;
}

async function test(): Promise<number> {
  const missing = parts.length === 0 ? await missingPeers() : [];
  return runNode(
    [
      '--test',
      `--test-concurrency=${CONCURRENCY}`,
      `--test-timeout=${TEST_LIMIT_MS}`,
      '--test-reporter=spec',
      ...flags,
      ...files,
    ],
    { [MISSING_PEERS]: missing.join(',') },
  );
}

/** With a filter, a test file that needs a peer installs it on first use. */
async function missingPeers(): Promise<string[]> {
  const missing: string[] = [];
  const rest = peers.values();
  const installRest = async () => {
    for (const { name } of rest) {
      if ((await peer(name)) !== undefined) continue;
      missing.push(name);
      process.stderr.write(`Tests that need it are skipped: ${howToGet(name)}\n`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, installRest));
  return missing;
}

function runNode(args: readonly string[], environment: NodeJS.ProcessEnv = {}): number {
  const { status, signal, error } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  if (error !== undefined) throw error;
  if (signal !== null) process.stderr.write(`The tests were ended by ${signal}.\n`);
  return status ?? 1;
}
