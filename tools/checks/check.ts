/** One file of the repository. */
export interface HouseFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** `undefined` for a file that is not UTF-8 text. */
  readonly text: string | undefined;
}

/** A rule that the repository's files must follow. */
export interface Check {
  /** The rule, printed above its findings. */
  readonly promise: string;
  /** One line per violation: `path:line what is wrong, and what to do`. Empty if there is none. */
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
