import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { startAuthority } from '../../../tools/testing/authority.ts';
import { residentBytes } from '../memory.ts';
import { atMostTimesRow, type BenchOptions, leastRow, type Row } from '../report.ts';
import { SLUG } from '../seeded.ts';
import { lostwax } from './command.ts';

const CUSTOMERS = 10_000;
const LINES_A_CHUNK = 10_000;
/** Leaves room for garbage that hasn't been collected when the peak is reached. */
const FLAT = 1.25;

/** An import of plain keys into an authority over SQLite, and a tenth of it for comparison. */
export async function importing(folder: string, { keys }: BenchOptions): Promise<readonly Row[]> {
  const tenth = Math.ceil(keys / 10);
  const few = await importKeys(join(folder, 'few'), folder, tenth);
  const many = await importKeys(join(folder, 'many'), folder, keys);
  const rows = keys.toLocaleString('en');
  const peer = (value: number) => ({ what: `${tenth.toLocaleString('en')} rows`, value });
  return [
    leastRow(`plain keys imported from JSON Lines, ${rows} rows`, many.perSecond, '/s', 25_000),
    atMostTimesRow(
      `peak memory of lostwax import, ${rows} rows`,
      many.command,
      'MB',
      peer(few.command),
      FLAT,
    ),
    {
      what: 'peak memory of the authority meanwhile',
      value: many.authority,
      unit: 'MB',
      peer: peer(few.authority),
    },
  ];
}

async function importKeys(data: string, folder: string, keys: number) {
  const file = join(folder, `${keys}.jsonl`);
  await writeKeys(file, keys);
  const authority = await startAuthority(data);
  try {
    await authority.call('POST', '/v1/workspaces', { slug: SLUG });
    const { seconds, peakBytes } = await lostwax(['import', file, '--workspace', SLUG], {
      LOSTWAX_URL: authority.url,
      LOSTWAX_ADMIN_KEY: authority.adminKey,
    });
    return {
      perSecond: keys / seconds,
      command: peakBytes / 1e6,
      authority: residentBytes([authority.program.child.pid ?? 0], 'VmHWM') / 1e6,
    };
  } finally {
    await authority.stop();
  }
}

async function writeKeys(file: string, keys: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let first = 0; first < keys; first += LINES_A_CHUNK) {
    const lines = Array.from({ length: Math.min(LINES_A_CHUNK, keys - first) }, (_, n) => {
      const key = `sk_live_${randomBytes(24).toString('base64url')}`;
      return `${JSON.stringify({ key, customer: `cus_${(first + n) % CUSTOMERS}`, scopes: ['orders:read'] })}\n`;
    });
    if (!stream.write(lines.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await finished(stream);
}
