/** One file of the repository. */
export interface HouseFile {
  /** From the root, with `/`. */
  readonly path: string;
  /** `undefined` for a file that is not UTF-8 text. */
  readonly text: string | undefined;
}

/** One promise that the house keeps about its own files. */
export interface Check {
  /** The promise, as the line above its findings says it. */
  readonly promise: string;
  /** One line a breach: `path:line what, and what to do`. Empty when the promise is kept. */
  run(files: readonly HouseFile[]): string[];
}

/** One finding for each line of `file` that `pattern` matches. */
export function findLines(file: HouseFile, pattern: RegExp, remedy: string): string[] {
  const lines = file.text?.split('\n') ?? [];
  return lines.flatMap((line, index) => {
    const match = pattern.exec(line);
    return match === null ? [] : [`${file.path}:${index + 1} ${remedy}`];
  });
}
