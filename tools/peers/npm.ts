/** Programs that come as packages from npm. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type Peer, variableOf } from './kind.ts';
import { run } from './run.ts';

interface NpmPeer extends Pick<Peer, 'name' | 'version'> {
  /** The program below `node_modules`, as a glob; by default, `node_modules` itself. */
  readonly binary?: string;
  /** Other packages that it needs, with their versions. */
  readonly beside?: readonly string[];
}

/** A package of npm with its dependencies, in a folder of its own. Its scripts don't run. */
export function npmPeer({ name, version, binary = '', beside = [] }: NpmPeer): Peer {
  return {
    ...{ name, version },
    byHand: `run \`npm test\` again where npm can install ${name}, or set ${variableOf(name)} to the path of a ${name} program`,
    install: (folder) =>
      run('npm', ['install', '--prefix', folder, '--no-save', ...quietly, `${name}@${version}`, ...beside]),
    binary: (folder) => join(folder, globSync(`node_modules/${binary}`, { cwd: folder })[0] ?? ''),
  };
}

const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
