/** Programs that come as packages from pip. */
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Peer, variableOf } from './kind.ts';
import { run } from './run.ts';

interface PythonPeer extends Pick<Peer, 'name' | 'version'> {
  /** Its name for pip. */
  readonly package: string;
  /** What a user's own must be: `an Envoy 1.40 program`. */
  readonly own: string;
  /** Its name in `bin`, or where it is. */
  readonly binary: string | Peer['binary'];
}

/** A peer in a virtual environment of its own. */
export function pythonPeer({ name, version, package: requirement, own, binary }: PythonPeer): Peer {
  return {
    ...{ name, version },
    byHand:
      'install python3 with its venv module (Debian: apt-get install python3-venv) and run `npm test` again, ' +
      `or set ${variableOf(name)} to ${own}`,
    install: (folder) => installPython(folder, `${requirement}==${version}`),
    binary: typeof binary === 'string' ? (folder) => join(folder, 'bin', binary) : binary,
  };
}

/** One package from pip in a virtual environment. Its programs contain the path, so links, which may go away, are followed. */
async function installPython(folder: string, requirement: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const own = await realpath(folder);
  await run('python3', ['-m', 'venv', own]);
  const pip = join(own, 'bin', 'pip');
  await run(pip, ['install', '--quiet', '--disable-pip-version-check', requirement]);
}
