import { isSameHistory, type Position } from '@lostwax/contract';
import type { Client } from 'pg';
import type { CommitListener, PinChange } from '../store.ts';

/** Changes read at once. */
const CHUNK = 1_000;

/** The head of a workspace's changes, as read from its row. */
interface Head {
  readonly id: number;
  readonly lineage: string;
  readonly epoch: number;
  readonly seq: number;
}

type Known = Pick<Position, 'lineage' | 'epoch' | 'seq'>;

/**
 * Announces the changes of all replicas in the order of their numbers, each once: those of this replica's own commits, and those
 * that are read from the database.
 */
export class CatchUp {
  readonly #tell: CommitListener;
  /** What has been announced of each workspace. */
  readonly #known = new Map<number, Known>();
  #begun = false;

  constructor(tell: CommitListener) {
    this.#tell = tell;
  }

  /** How far each workspace's changes have been announced, by its ID. */
  get heads(): ReadonlyMap<number, Known> {
    return this.#known;
  }

  /** Announces this replica's own changes. @returns False, and announces none, if others came before them: then read. */
  own(changes: readonly PinChange[]): boolean {
    const after = new Map<number, Known>();
    for (const { workspaceId, lineage, epoch, seq } of changes) {
      const known = after.get(workspaceId) ?? this.#known.get(workspaceId);
      // Already read, along with others.
      if (known !== undefined && isSameHistory(known, { lineage, epoch }) && seq <= known.seq) continue;
      if (known === undefined || !isSameHistory(known, { lineage, epoch }) || seq !== known.seq + 1)
        return false;
      after.set(workspaceId, { lineage, epoch, seq });
    }
    const isNew = ({ workspaceId, seq }: PinChange): boolean =>
      seq > (this.#known.get(workspaceId)?.seq ?? -1);
    const news = changes.filter(isNew);
    for (const [id, known] of after) this.#known.set(id, known);
    if (news.length > 0) this.#tell(news);
    return true;
  }

  /**
   * Reads what is new and announces it.
   *
   * @param workspaces - Those to look at.
   */
  async read(client: Client, workspaces: readonly number[] | 'all'): Promise<void> {
    const some = workspaces === 'all' ? undefined : workspaces;
    const heads = await rowsOf<Head>(client, 'lostwax_heads', HEADS, [some]);
    for (const head of heads) await this.#follow(client, head);
    this.#begun = true;
  }

  async #follow(client: Client, head: Head): Promise<void> {
    const { id, lineage, epoch, seq } = head;
    const before = this.#known.get(id);
    // At the start nothing is in memory; of a workspace that is new, every change is.
    const known = before ?? { lineage, epoch, seq: this.#begun ? 0 : seq };
    this.#known.set(id, known);
    if (!isSameHistory(known, head)) return this.#lose(head);
    for (let from = known.seq; from < seq; ) {
      const rows = await rowsOf<Row>(client, 'lostwax_changes', CHANGES, [id, epoch, from, CHUNK]);
      const last = rows.at(-1);
      // Numbered without gaps, unless old changes were deleted while this replica was cut off.
      if (last === undefined || last.seq !== from + rows.length) return this.#lose(head);
      this.#known.set(id, { lineage, epoch, seq: last.seq });
      this.#tell(rows.map((row) => changeOf(row, head)));
      from = last.seq;
    }
  }

  #lose({ id, lineage, epoch, seq }: Head): void {
    this.#known.set(id, { lineage, epoch, seq });
    this.#tell('unknown');
  }
}

interface Row {
  readonly seq: number;
  readonly published: number;
  readonly digest: Buffer;
  readonly kid: string;
  readonly shard: number;
  readonly jwk: string | null;
  readonly added: boolean;
}

function changeOf(
  { seq, published, digest, kid, shard, jwk, added }: Row,
  { id, lineage, epoch }: Head,
): PinChange {
  return {
    ...{ workspaceId: id, lineage, epoch, seq, digest: digest.toString('base64url'), kid, shard, jwk },
    kind: published === 0 ? 'removed' : added ? 'added' : 'restored',
  };
}

async function rowsOf<T>(
  client: Client,
  name: string,
  text: string,
  values: unknown[],
): Promise<readonly T[]> {
  return (await client.query({ name, text, values })).rows as T[];
}

const HEADS = `SELECT id, lineage, epoch, seq FROM workspaces WHERE $1::bigint[] IS NULL OR id = ANY($1)`;

/** A key that has just been created goes in front of the others; one that comes back takes its old place. */
const CHANGES = `
  SELECT changes.seq, changes.published, changes.digest, coalesce(keys.kid, signing_keys.kid) AS kid,
    coalesce(keys.shard, signing_keys.shard) AS shard, coalesce(keys.jwk, signing_keys.jwk) AS jwk,
    coalesce(keys.created_at = changes.at AND keys.changed_seq = changes.seq, false) AS added
  FROM changes LEFT JOIN keys ON keys.id = changes.key_id LEFT JOIN signing_keys ON signing_keys.id = -changes.key_id
  WHERE changes.workspace_id = $1 AND changes.epoch = $2 AND changes.seq > $3
  ORDER BY changes.seq LIMIT $4`;
