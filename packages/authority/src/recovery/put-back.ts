import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Copies the database in a backup to a new file with mode 0600. */
export async function putBack(
  backup: string,
  bytes: number,
  to: string,
  progress: (share: number) => void,
): Promise<void> {
  let done = 0;
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      done += chunk.length;
      progress(done / bytes);
      yield chunk;
    }
  }
  const source = createReadStream(backup, { end: bytes - 1, highWaterMark: 1 << 20 });
  await pipeline(source, counted, createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }));
}
