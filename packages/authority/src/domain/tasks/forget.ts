import { ROWS_PER_TURN } from '../stretches.ts';
import { deleteTexts } from './erase.ts';
import type { Step } from './types.ts';

/** The content of `tasks.details` for the erasure of a person. */
export interface ForgetDetails {
  readonly person: string;
  /** The actor ID of the person. */
  readonly holder: string;
  /** Workspaces whose audit log still has to be searched. */
  readonly workspaces: readonly number[];
}

/** Deletes the audit texts of a person's actions in all workspaces, and of actions on that person. */
export const forgetStep: Step = async ({ tx }, task) => {
  const { workspaces, ...details }: ForgetDetails = JSON.parse(task.details);
  const ends = await tx.db.workspaces.all();
  const lastOf = new Map(ends.map(({ id, audit_seq }) => [id, audit_seq]));
  let { below } = task;
  let rows = ROWS_PER_TURN;
  for (const [index, workspace] of workspaces.entries()) {
    // Audit numbers have no gaps.
    const last = Math.min(below - 1, lastOf.get(workspace) ?? 0);
    const first = Math.max(1, last - rows + 1);
    await tx.db.audit.eraseTextsOf(workspace, details.holder, first, last);
    rows -= last - first + 1;
    if (first > 1 || (rows <= 0 && index < workspaces.length - 1)) {
      const left = first > 1 ? workspaces.slice(index) : workspaces.slice(index + 1);
      below = first > 1 ? first : Number.MAX_SAFE_INTEGER;
      return {
        next: { kind: 'forget', below, details: JSON.stringify({ ...details, workspaces: left }) },
        keyIds: [],
      };
    }
    below = Number.MAX_SAFE_INTEGER;
  }
  const done = await deleteTexts(tx, details.person);
  const rest = JSON.stringify({ ...details, workspaces: [] });
  return {
    next: done ? { kind: 'scrub', below: 0, details: '{}' } : { kind: 'forget', below, details: rest },
    keyIds: [],
  };
};
