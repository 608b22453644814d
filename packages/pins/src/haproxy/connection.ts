import { connect, type Socket } from 'node:net';
import { TargetError } from '../errors.ts';

/** Longest wait for one answer, in milliseconds. */
const ANSWER_MILLISECONDS = 10_000;
/** Ends every answer in interactive mode. No answer contains a line that begins like it. */
const PROMPT = '> ';

/** A connection to the runtime API in interactive mode, which takes many commands without a payload. */
export class RuntimeConnection {
  readonly #socket: Socket;
  readonly #waiting: { resolve(answer: string): void; reject(error: Error): void }[] = [];
  #text = '';
  #error: Error | undefined;

  /** @param path - Of HAProxy's `stats socket`. */
  constructor(path: string) {
    this.#socket = connect(path);
    this.#socket.setEncoding('utf8').setTimeout(ANSWER_MILLISECONDS);
    this.#socket.on('data', (text: string) => this.#take(text));
    this.#socket.on('timeout', () =>
      this.#fail(`HAProxy did not answer within ${ANSWER_MILLISECONDS / 1000} s.`),
    );
    this.#socket.on('error', (error) => this.#fail(`HAProxy's socket cannot be used: ${error.message}.`));
    this.#socket.on('close', () => this.#fail('HAProxy closed the connection.'));
    this.ask('prompt').catch(() => {});
  }

  /**
   * Sends one command.
   *
   * @throws {@link TargetError}
   */
  ask(command: string): Promise<string> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#waiting.push({ resolve, reject });
    this.#socket.write(`${command}\n`);
    return promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#text += text;
    for (let end = this.#end(); end >= 0; end = this.#end()) {
      const answer = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + PROMPT.length);
      this.#waiting.shift()?.resolve(answer.trim());
    }
  }

  #end(): number {
    if (this.#text.startsWith(PROMPT)) return 0;
    const at = this.#text.indexOf(`\n${PROMPT}`);
    return at < 0 ? -1 : at + 1;
  }

  #fail(message: string): void {
    this.#error ??= new TargetError(message);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#error);
    this.#socket.destroy();
  }
}

/**
 * Sends one command, with its payload if it has one, on a connection of its own. With payloads that is several times as
 * fast as interactive mode, where HAProxy answers each line of them.
 *
 * @throws {@link TargetError}
 */
export function askOnce(path: string, command: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = '';
  const socket = connect(path).setEncoding('latin1');
  const fail = (message: string): void => {
    socket.destroy();
    reject(new TargetError(`HAProxy's socket cannot be used: ${message}.`));
  };
  socket
    .setTimeout(ANSWER_MILLISECONDS, () => fail('it is silent'))
    .on('data', (text) => {
      answer += text;
      // Nothing comes after an empty line, and the end of the connection would be heard a turn later.
      if (answer !== '\n') return;
      resolve('');
      socket.destroy();
    })
    .on('error', (error) => fail(error.message))
    .on('end', () => resolve(answer.trim()))
    .end(`${command}\n`, 'latin1');
  return promise;
}

/**
 * Sends one command whose answer may be long, and calls back for each line of it.
 *
 * @throws {@link TargetError}
 */
export async function eachLine(path: string, command: string, visit: (line: string) => void): Promise<void> {
  const socket = connect(path);
  socket.setEncoding('utf8').setTimeout(ANSWER_MILLISECONDS, () => socket.destroy(new Error('it is silent')));
  socket.write(`${command}\n`);
  let rest = '';
  try {
    for await (const chunk of socket) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) visit(line);
    }
  } catch (error) {
    throw new TargetError(`HAProxy's socket cannot be used: ${(error as Error).message}.`, { cause: error });
  }
}

/** Of an answer, as a message may contain it. */
export function firstLine(answer: string): string {
  return (answer.split('\n')[0] ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, 200);
}
