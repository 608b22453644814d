/* Why: people read files of 50 to 150 lines in full. A file of more than 300 lines needs a reason, listed here next to its name. */
import type { Check } from './check.ts';

const MAX_LINES = 300;
const source = /\.(?:ts|tsx|mts|js|mjs|css|proto)$/;

/** Path and reason. An entry whose file is short again, or missing, is a finding too. */
const allowedLong: ReadonlyMap<string, string> = new Map([
  ['packages/client/src/api.ts', 'generated from spec/http-api.yaml'],
  ['packages/gate/protos/envoy/config/core/v3/base.proto', 'an unchanged file of Envoy'],
  ['packages/gate/protos/validate/validate.proto', 'an unchanged file of others'],
]);

/** The check with a given list of exceptions. */
export function fileLength(allowed: ReadonlyMap<string, string>): Check {
  return {
    promise: `No source file is longer than ${MAX_LINES} lines without a reason`,
    run(files) {
      const long = new Map(
        files
          .filter((file) => source.test(file.path))
          .map((file): [string, number] => [file.path, lineCount(file.text ?? '')])
          .filter(([, lines]) => lines > MAX_LINES),
      );
      const unexplained = [...long].filter(([path]) => !allowed.has(path));
      const idle = [...allowed.keys()].filter(
        (path) => !long.has(path) && files.some((file) => file.path === path),
      );
      return [
        ...unexplained.map(
          ([path, lines]) => `${path}:1 has ${lines} lines: split it by what its parts are about`,
        ),
        ...idle.map(
          (path) => `${path}:1 is short enough: take it off the list in tools/checks/file-length.ts`,
        ),
      ];
    },
  };
}

function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

export const fileLengths: Check = fileLength(allowedLong);
