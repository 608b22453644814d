/** The four methods of a pino logger that a gate calls. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}

/** Discards everything. */
export const noLog: Log = { info() {}, warn() {}, error() {}, debug() {} };
