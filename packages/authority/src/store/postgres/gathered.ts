import type { QueryConfig } from 'pg';
import type { WorkspaceQueries } from '../queries/workspaces.ts';
import { insertText, jsonRows } from './json-rows.ts';
import { nameOf } from './kysely.ts';

/** Tables whose new rows are gathered, each after those that its rows refer to. */
const tables = ['customers', 'keys', 'changes', 'audit', 'audit_texts'] as const;
type Table = (typeof tables)[number];
type Heads = Parameters<WorkspaceQueries['moveHeads']>[1];

/** Rows of one table that are sent at once: some hundred kilobytes. */
const MOST_ROWS = 1_000;

/** Whether a statement names a table: only its own name, not `audit_seq` for `audit`. */
const names = new Map([...tables, 'workspaces'].map((table) => [table, new RegExp(`\\b${table}\\b`)]));

/**
 * Rows and heads that the operations of one transaction have written but that aren't sent yet. Many operations then cost as many
 * statements as one. They are sent before any statement that could see them, and before the commit.
 */
export class Gathered {
  readonly #send: (query: QueryConfig) => void;
  readonly #rows: Record<Table, object[]> = {
    customers: [],
    keys: [],
    changes: [],
    audit: [],
    audit_texts: [],
  };
  #heads = new Map<number, Heads>();
  /** What the operations before the current one have left here. */
  readonly #counts: Record<Table, number> = {
    customers: 0,
    keys: 0,
    changes: 0,
    audit: 0,
    audit_texts: 0,
  };
  #headsBefore = new Map<number, Heads>();
  #hasSentOwn = false;

  constructor(send: (query: QueryConfig) => void) {
    this.#send = send;
  }

  add(table: Table, rows: readonly object[]): void {
    const gathered = this.#rows[table];
    for (const row of rows) gathered.push(row);
    if (gathered.length >= MOST_ROWS) this.send();
  }

  moveHeads(workspaceId: number, heads: Heads): void {
    this.#heads.set(workspaceId, heads);
  }

  /** Whether the statement could see something that isn't sent. */
  isNamedIn(text: string): boolean {
    if (this.#heads.size > 0 && names.get('workspaces')?.test(text) === true) return true;
    return tables.some((table) => this.#rows[table].length > 0 && names.get(table)?.test(text) === true);
  }

  /** An operation begins. */
  mark(): void {
    this.#count();
    this.#hasSentOwn = false;
  }

  /** Drops what the current operation has left here. @returns False if some of it has been sent. */
  undo(): boolean {
    for (const table of tables) this.#rows[table].length = this.#counts[table];
    this.#heads = this.#headsBefore;
    return !this.#hasSentOwn;
  }

  /** Drops everything. */
  clear(): void {
    for (const table of tables) this.#rows[table] = [];
    this.#heads = new Map();
    this.#count();
  }

  #count(): void {
    for (const table of tables) this.#counts[table] = this.#rows[table].length;
    this.#headsBefore = new Map(this.#heads);
  }

  get #hasOwn(): boolean {
    return (
      tables.some((table) => this.#rows[table].length > this.#counts[table]) ||
      [...this.#heads].some(([id, heads]) => this.#headsBefore.get(id) !== heads)
    );
  }

  /** Sends everything. */
  send(): void {
    this.#hasSentOwn ||= this.#hasOwn;
    for (const table of tables) {
      const rows = this.#rows[table];
      const [first] = rows;
      if (first === undefined) continue;
      const text = insertText(table, Object.keys(first));
      this.#send({ ...named(text), values: [jsonRows(rows)] });
    }
    for (const [id, { seq, digest, live_keys, audit_seq, audit_hash }] of this.#heads)
      this.#send({ ...named(HEADS), values: [id, seq, digest, live_keys, audit_seq, audit_hash] });
    this.clear();
  }
}

const HEADS = `UPDATE workspaces SET seq = $2, digest = $3, live_keys = $4, audit_seq = $5, audit_hash = $6 WHERE id = $1`;

function named(text: string): QueryConfig {
  const name = nameOf(text, 1);
  return name === undefined ? { text } : { name, text };
}
