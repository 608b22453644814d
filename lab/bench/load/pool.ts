import { Connection, type LoadTls } from './connection.ts';

/** Several connections to one server; requests wait for a free one. */
export class Pool {
  readonly #all: readonly Connection[];
  readonly #free: Connection[];
  readonly #waiting: ((connection: Connection) => void)[] = [];

  private constructor(connections: readonly Connection[]) {
    this.#all = connections;
    this.#free = [...connections];
  }

  static async open(url: string, connections: number, tls?: LoadTls): Promise<Pool> {
    const target = new URL(url);
    return new Pool(
      await Promise.all(Array.from({ length: connections }, () => Connection.open(target, tls))),
    );
  }

  /** Resolves to the status of the response to these header lines. */
  async ask(lines: string): Promise<number> {
    const connection =
      this.#free.pop() ?? (await new Promise<Connection>((resolve) => this.#waiting.push(resolve)));
    try {
      return await connection.ask(lines);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(connection);
      else next(connection);
    }
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }
}
