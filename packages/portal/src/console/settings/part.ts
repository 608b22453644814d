import type { Draft, mistakesOf } from './draft.ts';

/** What a card of the settings needs: the draft, how to change it, and which of its fields cannot be read. */
export interface SettingsPart {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly wrong: (field: ReturnType<typeof mistakesOf>[number]) => boolean;
}
