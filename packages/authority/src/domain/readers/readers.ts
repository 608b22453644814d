import { randomBytes } from 'node:crypto';
import { positionText } from '@lostwax/contract';
import { AuthorityError } from '../../errors.ts';
import type { ReaderRow, WorkspaceRow } from '../../store/rows.ts';
import type { Store, Tx } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import { usageKnownOf, usageTrackingOf } from '../keys/propagation.ts';
import type { UsageKnown, UsageTracking } from '../usage/types.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { NewReader, Reader, ReaderPatch } from './types.ts';
import type { ReaderWatch } from './watch.ts';

/** The dependencies of the directory. */
interface ReaderContext {
  readonly store: Store;
  readonly now: () => number;
  readonly watch: ReaderWatch;
}

/** The readers of all workspaces, kept in memory because every key record needs them. */
export class ReaderDirectory {
  readonly #context: ReaderContext;
  readonly #byWorkspace = new Map<number, ReaderRow[]>();
  /** Workspaces whose producer has stated that every reader is registered, and since when. */
  readonly #allRegisteredSince = new Map<number, number>();
  /** Something changed after the last read started. */
  #outdated = false;
  #loading: Promise<void> | undefined;

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  /**
   * Reads all readers from the store: at the start, and whenever another process has written, since that may
   * have changed them.
   */
  load(): Promise<void> {
    this.#outdated = true;
    this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #read(): Promise<void> {
    const { readers, workspaces } = this.#context.store.read;
    while (this.#outdated) {
      this.#outdated = false;
      const [rows, all] = [await readers.all(), await workspaces.all()];
      // If something changed during the read, the result may lack the change.
      if (!this.#outdated) this.#take(rows, all);
    }
  }

  #take(rows: readonly ReaderRow[], workspaces: readonly WorkspaceRow[]): void {
    const left = new Set(rows.map(({ id }) => id));
    for (const { id } of [...this.#byWorkspace.values()].flat())
      if (!left.has(id)) this.#context.watch.forget(id);
    this.#byWorkspace.clear();
    for (const row of rows) this.#add(row);
    for (const { id, all_readers_registered_at: since } of workspaces) this.#setSince(id, since);
  }

  /** @param since - Milliseconds since the Unix epoch; null if the producer doesn't state so. */
  setAllRegistered(workspaceId: number, since: number | null): void {
    this.#outdated = true;
    this.#setSince(workspaceId, since);
  }

  #setSince(workspaceId: number, since: number | null): void {
    if (since === null) this.#allRegisteredSince.delete(workspaceId);
    else this.#allRegisteredSince.set(workspaceId, since);
  }

  /** Returns how completely the usage of a workspace's keys is known. */
  usageOf(workspaceId: number): {
    readonly usageTracking: UsageTracking;
    readonly usageKnown: UsageKnown | null;
  } {
    const readers = this.of(workspaceId);
    const since = this.#allRegisteredSince.get(workspaceId) ?? null;
    return {
      usageTracking: usageTrackingOf(readers, since !== null),
      usageKnown: usageKnownOf(readers, since, this.#context.watch),
    };
  }

  of(workspaceId: number): readonly ReaderRow[] {
    return this.#byWorkspace.get(workspaceId) ?? [];
  }

  /** The registered gates of all workspaces. */
  gates(): readonly ReaderRow[] {
    return [...this.#byWorkspace.values()].flat().filter(({ kind }) => kind === 'gate');
  }

  /** Records for the next start whether these gates report. */
  async setReports(gates: readonly ReaderRow[], reports: 0 | 1): Promise<void> {
    await this.#context.store.write(async ({ db }) => {
      for (const { workspace_id, id } of gates) await db.readers.update(workspace_id, id, { reports });
    });
    this.#outdated = true;
    const ids = new Set(gates.map(({ id }) => id));
    for (const [workspaceId, rows] of this.#byWorkspace)
      this.#byWorkspace.set(
        workspaceId,
        rows.map((row) => (ids.has(row.id) ? { ...row, reports } : row)),
      );
  }

  async list(slug: string): Promise<readonly Reader[]> {
    const { id } = await workspaceRow(this.#context.store.read, slug);
    return this.of(id).map((row) => this.#view(row));
  }

  /** @throws {@link AuthorityError} `reader_exists`. */
  async register(actor: Actor, slug: string, input: NewReader): Promise<Reader> {
    const { store, now } = this.#context;
    const workspace = await workspaceRow(store.read, slug);
    const row: ReaderRow = {
      id: `rdr_${randomBytes(18).toString('base64url')}`,
      workspace_id: workspace.id,
      name: input.name,
      kind: input.kind,
      refresh_seconds: input.refreshSeconds,
      created_at: now(),
      reports: 0,
    };
    await change(this.#context, actor, workspace.id, async (ledger) => {
      const { tx } = ledger;
      await assertNameFree(tx, workspace, row);
      await tx.db.readers.insert(row);
      ledger.record({
        action: 'reader.register',
        details: { name: input.name, kind: input.kind, refreshSeconds: input.refreshSeconds },
      });
    });
    this.#outdated = true;
    this.#add(row);
    return this.#view(row);
  }

  /** @throws {@link AuthorityError} `reader_not_found`, `reader_exists`. */
  async update(actor: Actor, slug: string, readerId: string, patch: ReaderPatch): Promise<Reader> {
    const { store } = this.#context;
    const workspace = await workspaceRow(store.read, slug);
    const { name, refreshSeconds } = patch;
    const columns = {
      ...(name !== undefined && { name }),
      ...(refreshSeconds !== undefined && { refresh_seconds: refreshSeconds }),
    };
    const row = await change(this.#context, actor, workspace.id, async (ledger) => {
      const { tx } = ledger;
      if (name !== undefined) await assertNameFree(tx, workspace, { id: readerId, name });
      const after = await tx.db.readers.update(workspace.id, readerId, columns);
      if (after === undefined) throw notFound(slug);
      ledger.record({ action: 'reader.update', details: { ...patch } });
      return after;
    });
    this.#outdated = true;
    this.#byWorkspace.set(
      workspace.id,
      this.of(workspace.id).map((it) => (it.id === readerId ? row : it)),
    );
    return this.#view(row);
  }

  /** @throws {@link AuthorityError} `reader_not_found`. */
  async remove(actor: Actor, slug: string, readerId: string): Promise<void> {
    const { store, watch } = this.#context;
    const workspace = await workspaceRow(store.read, slug);
    await change(this.#context, actor, workspace.id, async (ledger) => {
      const { tx } = ledger;
      const removed = await tx.db.readers.remove(workspace.id, readerId);
      if (removed === undefined) throw notFound(slug);
      ledger.record({ action: 'reader.remove', details: { name: removed.name } });
    });
    this.#outdated = true;
    watch.forget(readerId);
    this.#byWorkspace.set(
      workspace.id,
      this.of(workspace.id).filter(({ id }) => id !== readerId),
    );
  }

  #add(row: ReaderRow): void {
    this.#context.watch.register(row);
    this.#byWorkspace.set(row.workspace_id, [...this.of(row.workspace_id), row]);
  }

  #view(row: ReaderRow): Reader {
    const last = this.#context.watch.last(row.id);
    return {
      id: row.id,
      name: row.name,
      kind: row.kind,
      refreshSeconds: row.refresh_seconds,
      createdAt: row.created_at,
      lastSeenAt: last?.at ?? null,
      position: last?.position === undefined ? null : positionText(last.position),
    };
  }
}

async function assertNameFree(
  { db }: Tx,
  workspace: WorkspaceRow,
  { id, name }: Pick<ReaderRow, 'id' | 'name'>,
): Promise<void> {
  const taken = await db.readers.byName(workspace.id, name);
  if (taken === undefined || taken.id === id) return;
  throw new AuthorityError(
    'reader_exists',
    `The workspace "${workspace.slug}" already has a gateway or verifier with this name. Choose another name, or remove that one first.`,
    { pointer: '/name' },
  );
}

function notFound(slug: string): AuthorityError {
  return new AuthorityError(
    'reader_not_found',
    `The workspace "${slug}" has no reader with this ID. GET …/readers lists the readers.`,
  );
}
