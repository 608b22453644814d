import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Program, startProgram } from '../../../../tools/testing/program.ts';
import { until } from '../../../../tools/testing/until.ts';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'lostwax.js');
const START_MS = 60_000;

/** A new folder in which `lostwax` is on the PATH, as in a shell of someone who has installed it. */
export interface Place {
  readonly folder: string;
  /** The shell's environment there, with none of Lostwax's own variables set. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-cli-'));
  const path = join(folder, 'bin');
  mkdirSync(path);
  symlinkSync(bin, join(path, 'lostwax'));
  symlinkSync(process.execPath, join(path, 'node'));
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(LOSTWAX_|npm_|NO_COLOR|FORCE_COLOR|NODE_)/.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    PATH: [path, process.env['PATH']].join(delimiter),
  };
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A file with a secret key that encrypts signing keys; the same file on each call. */
export function secretKeyFile({ folder }: Pick<Place, 'folder'>): string {
  const file = join(folder, 'secret.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return file;
}

/** What `lostwax serve --json` prints once it is running. */
interface Announced {
  readonly url: string;
  readonly publishUrl: string;
  readonly origin: string;
  readonly adminKeyFile: string;
  readonly firstStart: boolean;
}

/** A running `lostwax serve`. */
export interface Serving extends Announced {
  readonly program: Program;
}

/** Starts a real authority process on a free port with its data in `<folder>/data`. */
export async function serve({ folder }: Place, ...flags: readonly string[]): Promise<Serving> {
  const data = join(folder, 'data');
  const port = flags.includes('--port') ? [] : ['--port', '0'];
  const program = startProgram(process.execPath, [
    bin,
    'serve',
    '--json',
    '--data',
    data,
    '--drain',
    '0',
    ...port,
    ...flags,
  ]);
  const line = await until('lostwax serve says where it runs', START_MS, () => {
    if (!program.running()) throw new Error(`lostwax serve has ended: ${program.output()}`);
    return /^\{"url".*\}$/m.exec(program.output())?.[0];
  });
  return { ...(JSON.parse(line) as Announced), program };
}

/** The folder that contains a checkout's bin. */
export const binFolder: string = dirname(bin);
