import { DatabaseSync } from 'node:sqlite';
import { until } from '../../../tools/testing/until.ts';
import type { LargeHouse } from './house.ts';

const DEADLINE_MILLISECONDS = 60_000;

/** Keys whose state in the key set, the feed or the gate differs from the database, once all of them have the last change. */
export async function judgedOtherwise({ database, stream, gate, published }: LargeHouse): Promise<number> {
  const { kids, pins, seq } = publishedIn(database);
  await until('the feed and the gate have the last change', DEADLINE_MILLISECONDS, async () => {
    return stream.seq === seq && (await gate.metric('lostwax_gate_sequence')) === seq;
  });
  const { keys } = (await (await fetch(`${published}/.well-known/jwks.json`)).json()) as {
    keys: { kid: string }[];
  };
  // The last entry is the sentinel.
  const inSet = new Set(keys.slice(0, -1).map(({ kid }) => kid));
  const inGate = await gate.metric('lostwax_gate_keys');
  return apart(kids, inSet) + apart(pins, stream.pins) + Math.abs(pins.size - inGate);
}

function publishedIn(file: string) {
  const database = new DatabaseSync(file, { readOnly: true });
  const seq = database.prepare("SELECT seq FROM workspaces WHERE slug = 'bench'").get()?.['seq'];
  const rows = database
    .prepare(
      `SELECT kid, pin FROM keys JOIN workspaces ON workspaces.id = workspace_id
       WHERE published = 1 AND slug = 'bench'`,
    )
    .all();
  database.close();
  const pinOf = (row: (typeof rows)[number]) =>
    Buffer.from(row['pin'] as Uint8Array)
      .subarray(0, 16)
      .toString('base64url');
  return {
    kids: new Set(rows.map((row) => String(row['kid']))),
    pins: new Set(rows.map(pinOf)),
    seq: Number(seq),
  };
}

/** Members of one set but not the other. */
function apart(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const member of a) if (b.has(member)) both += 1;
  return a.size + b.size - 2 * both;
}
