/*
 * Why: a checkout must build on any machine. A registry's host in the lock file sends everyone's installation to one mirror, and
 * a path from the author's machine means nothing, or something else, on another.
 */
import { type Check, findLines } from './check.ts';

const registryHost = new RegExp(
  [
    'registry\\.(npmjs|yarnpkg)\\.(org|com)',
    'files\\.pythonhosted\\.org',
    'pypi\\.org/simple',
    'proxy\\.golang\\.org',
    '"resolved": "https?:',
    '^\\s*(registry|index-url|extra-index-url)\\s*=',
  ].join('|'),
);
// A home directory or a CI work folder at the start of an absolute path; URLs and relative paths don't match.
const machinePath = /(?<![\w.@/:-])\/(?:(?:home|Users)\/[a-z][\w.-]*|root|work|builds|runner)\//;

const ownFiles = new Set(['tools/checks/no-machine.ts']);

export const noMachine: Check = {
  promise: 'No tracked file names a package registry or a path of one machine',
  run: (files) =>
    files
      .filter((file) => !ownFiles.has(file.path))
      .flatMap((file) => [
        ...findLines(
          file,
          registryHost,
          'names a package registry: leave it to the reader’s own npm, pip or go',
        ),
        ...findLines(
          file,
          machinePath,
          'names a path of one machine: use a relative path or a temporary folder',
        ),
      ]),
};
