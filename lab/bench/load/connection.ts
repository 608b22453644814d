import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** How a connection uses TLS. */
export interface LoadTls {
  /** PEM: what the server's certificate, issued for `localhost`, must come from. */
  readonly ca: string;
  /** PEM; none if omitted. */
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
}

/**
 * One keep-alive connection to an HTTP/1.1 server whose responses have a content length. Kept minimal so that its own cost
 * doesn't show in the measurement.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #start: string;
  #text = '';
  #answered: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket, { host, pathname, search }: URL) {
    this.#socket = socket;
    this.#start = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n`;
    socket.setNoDelay();
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => this.#take(`${chunk}`));
    socket.on('error', (error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(closed()));
  }

  static async open(url: URL, tls?: LoadTls): Promise<Connection> {
    const target = { host: url.hostname, port: Number(url.port) };
    if (tls === undefined) {
      const socket = connect(target);
      await once(socket, 'connect');
      return new Connection(socket, url);
    }
    const { ca, client } = tls;
    const own = client && { cert: client.certificate, key: client.key };
    const socket = connectTls({ ...target, ca, servername: 'localhost', ...own });
    await once(socket, 'secureConnect');
    return new Connection(socket, url);
  }

  /** Requests the URL with these header lines and resolves to the status. One request at a time. */
  ask(lines: string): Promise<number> {
    // It may have been closed while it was idle.
    if (this.#socket.destroyed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(`${this.#start}${lines}\r\n\r\n`, 'latin1');
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#text = this.#text === '' ? chunk : this.#text + chunk;
    const head = this.#text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const status = Number(this.#text.slice(9, 12));
    if (this.#text.length < head + 4 + bodyLength(this.#text, status)) return;
    this.#text = '';
    this.#failed = undefined;
    this.#answered?.(status);
  }
}

const closed = (): Error => new Error('The server closed a connection.');

/** RFC 9112 §6.3: a 304 has no body, whatever its Content-Length. */
function bodyLength(text: string, status: number): number {
  return status === 304 ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
}
