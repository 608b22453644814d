/**
 * The thief. Each script takes what its thief could take, tries every value in it as a credential at the gate, and counts the calls that
 * succeed. It knows the formats: hashes are tried as bytes, hexadecimal, base64 and base64url.
 */
import { closeSync, globSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { withKey } from '../bench/load/load.ts';
import { Pool } from '../bench/load/pool.ts';
import type { House } from './house.ts';
import type { ComparedMethod, Held } from './methods.ts';
import { tlsOf } from './tls-door.ts';

export interface Theft {
  /** Values that were tried. */
  readonly tried: number;
  readonly succeeded: number;
}

/** Text that could be a credential: what the gate accepts has 12 to 4,096 of these characters. */
const candidates = /[A-Za-z0-9_.+/=-]{12,4096}/g;
const CONNECTIONS = 8;

/** A thief with the database, its write-ahead log, the feed's files, the authority's log, and a backup of it all. */
export async function databaseThief(house: House, method: ComparedMethod, folder: string): Promise<Theft> {
  const copy = join(folder, 'backup.db');
  const database = new DatabaseSync(join(house.data, 'lostwax.db'), { readOnly: true });
  await backup(database, copy);
  const values = new Set<string>();
  for (const table of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all())
    for (const row of database.prepare(`SELECT * FROM "${String(table['name'])}"`).iterate())
      for (const value of Object.values(row)) addValue(values, value);
  database.close();
  // admin.key is the one key that is kept in a file; it is left out of backups and is no customer's.
  const files = globSync('**/*', { cwd: house.data }).filter((file) => !file.endsWith('.key'));
  for (const file of [copy, ...files.map((name) => join(house.data, name))])
    if (statSync(file).isFile()) addText(values, readFileSync(file, 'latin1'));
  addText(values, house.authority.program.output());
  return tryAll(house, method, values);
}

/** Keys in their forms: what a thief looks for in a process's memory. */
const keyForms =
  /eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}|(?<![\w-])[a-z][a-z0-9_]{1,15}_[0-9A-Za-z]{49}(?![\w-])/g;
const REGION_BYTES = 16 * 1024 * 1024;
const OVERLAP_BYTES = 8 * 1024;

/** A thief with one moment of the authority's memory, who has the database too. */
export async function memoryThief(house: House, method: ComparedMethod): Promise<Theft> {
  const values = new Set<string>();
  for (const text of memoryOf(house.authority.program.child.pid ?? 0))
    for (const [value] of text.matchAll(keyForms)) values.add(value);
  return tryAll(house, method, values);
}

/** A thief with one customer's key, or with a certificate and its private key. */
export async function credentialThief(house: House, method: ComparedMethod, leaked: Held): Promise<Theft> {
  const pool = await Pool.open(`${house.gate.url}/verify`, 1, tlsOf(house.door, leaked));
  try {
    const status = await pool.ask(await method.lines(leaked, house.place));
    return { tried: 1, succeeded: status === 200 ? 1 : 0 };
  } finally {
    pool.close();
  }
}

function* memoryOf(pid: number): Generator<string> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const buffer = Buffer.alloc(REGION_BYTES);
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from === undefined || to === undefined) continue;
      const end = BigInt(`0x${to}`);
      for (let at = BigInt(`0x${from}`); at < end; at += BigInt(REGION_BYTES - OVERLAP_BYTES)) {
        const length = Number(end - at < BigInt(REGION_BYTES) ? end - at : BigInt(REGION_BYTES));
        const read = readOrNothing(memory, buffer, length, at);
        if (read > 0) yield buffer.toString('latin1', 0, read);
      }
    }
  } finally {
    closeSync(memory);
  }
}

/** Some regions can't be read, such as those of devices. */
function readOrNothing(file: number, buffer: Buffer, length: number, position: bigint): number {
  try {
    return readSync(file, buffer, { length, position });
  } catch {
    return 0;
  }
}

function addValue(values: Set<string>, value: unknown): void {
  if (typeof value === 'string') addText(values, value);
  if (!(value instanceof Uint8Array) || value.length < 16) return;
  const bytes = Buffer.from(value);
  for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const)
    addText(values, bytes.toString(encoding));
}

function addText(values: Set<string>, text: string): void {
  for (const [value] of text.matchAll(candidates)) values.add(value);
}

async function tryAll(house: House, { redeem }: ComparedMethod, values: ReadonlySet<string>): Promise<Theft> {
  const database = new DatabaseSync(join(house.data, 'lostwax.db'), { readOnly: true });
  const pool = await Pool.open(`${house.gate.url}/verify`, CONNECTIONS, tlsOf(house.door));
  const left = values.values();
  let succeeded = 0;
  try {
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (const value of left) {
          const bearer = (await redeem?.(value, house.place, database)) ?? value;
          if ((await pool.ask(withKey(bearer))) === 200) succeeded += 1;
        }
      }),
    );
  } finally {
    pool.close();
    database.close();
  }
  return { tried: values.size, succeeded };
}
