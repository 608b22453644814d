/** What is wrong with one line of a configuration. */
export interface ConfigFinding {
  /** Stable name of the rule, such as `envoy-jwt-cache`. */
  readonly id: string;
  /** From 1. */
  readonly line: number;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Page and section that explain it, relative to the root of the repository. */
  readonly docs: string;
}

/** One mistake, and how to find it in a configuration that was parsed to `T`. */
export interface Rule<T> extends Omit<ConfigFinding, 'line'> {
  /** Lines that have the mistake, for a workspace of so many keys if that is known. */
  readonly find: (config: T, keys?: number) => readonly number[];
}

/** Why a whole file can't be checked. The message ends a sentence that begins with the file's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** From 1, if it has a place. */
  readonly line: number | undefined;

  constructor(message: string, line?: number, options?: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

/** Findings of all rules, in the order of lines. */
export function apply<T>(rules: readonly Rule<T>[], config: T, keys?: number): readonly ConfigFinding[] {
  return rules
    .flatMap(({ find, id, what, why, fix, docs }) =>
      find(config, keys).map((line) => ({ id, line, what, why, fix, docs })),
    )
    .sort((one, other) => one.line - other.line);
}

/** Revocation takes longer than Lostwax's default of 15 s if a gateway keeps a decision or a key set for longer than this. */
export const LONGEST_CACHE_SECONDS = 20;
