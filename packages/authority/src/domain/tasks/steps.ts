import { eraseStep } from './erase.ts';
import { forgetStep } from './forget.ts';
import { revokeMatching } from './revoke.ts';
import { revokeUnknown } from './revoke-unknown.ts';
import { settleStep } from './settle.ts';
import type { Step, TaskKind } from './types.ts';

/** The step of each kind of task; `scrub`, the end of an erasure, isn't a transaction. */
export const steps: Readonly<Record<TaskKind, Step>> = {
  settle: settleStep,
  erase: eraseStep,
  forget: forgetStep,
  revoke: revokeMatching,
  'revoke-unknown': revokeUnknown,
};
