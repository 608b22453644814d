/** The three methods of a pino logger that this package calls. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Discards everything. */
export const noLog: Log = { info() {}, warn() {}, error() {} };
