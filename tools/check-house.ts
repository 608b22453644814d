/**
 * Runs the checks that `npm run check` makes of the repository's own files. Each is a module in `tools/checks/`, with its reason
 * at the top.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageArrows } from './checks/arrows.ts';
import type { Check, HouseFile } from './checks/check.ts';
import { deadExports } from './checks/dead-exports.ts';
import { deadLinks } from './checks/dead-links.ts';
import { fileLengths } from './checks/file-length.ts';
import { hiddenLoads } from './checks/hidden-loads.ts';
import { noConflict } from './checks/no-conflict.ts';
import { noCycles } from './checks/no-cycles.ts';
import { noMachine } from './checks/no-machine.ts';
import { noSecret } from './checks/no-secret.ts';
import { noSpread } from './checks/no-spread.ts';
import { rooms } from './checks/rooms.ts';
import { shellBlocks } from './checks/shell-blocks.ts';
import { testDialect } from './checks/test-dialect.ts';

const root = join(import.meta.dirname, '..');
const checks: readonly Check[] = [
  noMachine,
  noSecret,
  noSpread,
  noConflict,
  packageArrows,
  rooms,
  hiddenLoads,
  noCycles,
  fileLengths,
  deadExports,
  deadLinks,
  shellBlocks,
  testDialect,
];

/** Files that git tracks, and those the next `git add` would include, so that a violation is found before it is committed. */
function houseFiles(): HouseFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0').filter((path) => path !== ''))].flatMap((path) => {
    const bytes = readIfThere(join(root, path));
    return bytes === undefined
      ? []
      : [{ path, text: bytes.includes(0) ? undefined : bytes.toString('utf8') }];
  });
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    // Deleted but not yet committed, or a link to a folder.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return;
    throw error;
  }
}

const files = houseFiles();
for (const check of checks) {
  const findings = check.run(files);
  if (findings.length === 0) continue;
  process.exitCode = 1;
  process.stderr.write(`${check.promise}. Broken here:\n${findings.map((line) => `  ${line}\n`).join('')}`);
}
if (process.exitCode === undefined)
  process.stdout.write(`${checks.length} promises kept in ${files.length} files.\n`);
