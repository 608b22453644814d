import type { Draft, mistakesOf } from './draft.ts';

/** Props of a settings card: the draft, a function to change it, and its invalid fields. */
export interface SettingsPart {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  readonly wrong: (field: ReturnType<typeof mistakesOf>[number]) => boolean;
}
