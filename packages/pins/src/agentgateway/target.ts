import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { TargetError } from '../errors.ts';
import type { Parts, PinEntry, PinTarget, Seal, TargetChange, TargetState } from '../target.ts';
import { readKept, timeText, withKept } from './file.ts';

/** A later deadline is written only if it adds this share of the remaining time: each write makes agentgateway read everything again. */
const WORTH_WRITING = 0.25;
const CHANGED = 'The file was changed by something else.';
/** The latest time that CEL's `timestamp` can express. */
const NEVER = '9999-12-31T23:59:59Z';

/**
 * The configuration file of agentgateway 1.4, which reads it again when it changes. The keys are a list in the file, between two
 * comments that `lostwax gateway agentgateway --mode pins` prints; the rest of the file stays unchanged.
 *
 * @param path - Of the file. It is replaced in one step, so its folder must be writable.
 */
export class AgentgatewayTarget implements PinTarget {
  readonly name: string;
  readonly switches = true;
  readonly #path: string;
  #lines = new Map<string, string>();
  #stamp = '';
  #deadline = 0;
  /** Identifies the file as last written. Any other content was written by something else. */
  #seen = '';

  constructor(path: string) {
    this.name = `agentgateway:${path}`;
    this.#path = path;
  }

  async look(): Promise<TargetState> {
    if ((await this.#identity()) === this.#seen)
      return { stamp: this.#stamp, deadline: this.#deadline, count: this.#lines.size };
    const { stamp, deadline, lines } = readKept(await this.#read());
    const isOther = stamp === '' || stamp === this.#stamp;
    return { stamp: isOther ? undefined : stamp, deadline, count: lines.length };
  }

  async replace(parts: Parts, seal: () => Seal): Promise<number> {
    const lines = new Map<string, string>();
    for await (const part of parts) for (const entry of part) lines.set(entry.pin, lineOf(entry));
    this.#lines = lines;
    const { stamp, deadline } = seal();
    this.#stamp = stamp;
    await this.#write(deadline);
    return this.#lines.size;
  }

  async change({ removed, added }: TargetChange): Promise<number> {
    await this.#assertOurs();
    const before = this.#lines.size;
    for (const pin of removed) this.#lines.delete(pin);
    const gone = before - this.#lines.size;
    for (const entry of added) this.#lines.set(entry.pin, lineOf(entry));
    await this.#write(this.#deadline);
    return gone;
  }

  async confirm(deadline: number): Promise<void> {
    await this.#assertOurs();
    const left = deadline - Date.now() / 1_000;
    const isWorthWriting = deadline < this.#deadline || deadline - this.#deadline >= left * WORTH_WRITING;
    if (isWorthWriting) await this.#write(deadline);
  }

  async #assertOurs(): Promise<void> {
    if ((await this.#identity()) !== this.#seen) throw new TargetError(CHANGED);
  }

  async #write(deadline: number): Promise<void> {
    const found = await this.#identity();
    const text = await this.#read();
    const kept = { stamp: this.#stamp, deadline, lines: [...this.#lines.values()] };
    this.#seen = await trying(async () => {
      const file = await realpath(this.#path);
      const next = `${file}.lostwax`;
      await rm(next, { force: true });
      // It contains no secret, but its owner decides who may read it.
      const { mode } = await stat(file);
      await writeFile(next, withKept(text, kept), { mode, flush: true });
      // Taken before the rename: afterwards, anything may change the file.
      const written = await identityOf(next);
      if ((await this.#identity()) !== found) throw new TargetError(CHANGED);
      await rename(next, file);
      return written;
    });
    this.#deadline = deadline;
  }

  #read(): Promise<string> {
    return trying(() => readFile(this.#path, 'utf8'));
  }

  #identity(): Promise<string> {
    return trying(() => identityOf(this.#path));
  }
}

async function identityOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}

/** JSON is YAML. agentgateway replaces `$NAME` by a variable of its environment before it reads the YAML, hence the escape. */
function lineOf({ pin, keyId, customer, scopes, expiresAtSeconds }: PinEntry): string {
  const item = {
    keyHash: `sha256:${Buffer.from(pin, 'base64url').toString('hex')}`,
    metadata: {
      keyId,
      subject: customer,
      scope: scopes.join(' '),
      expires: expiresAtSeconds === undefined ? NEVER : timeText(expiresAtSeconds),
    },
  };
  return `- ${JSON.stringify(item).replaceAll('$', '\\u0024')}`;
}

async function trying<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TargetError) throw error;
    throw new TargetError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
