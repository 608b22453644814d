import { useState } from 'react';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Choice, TextField } from '../ui/field.tsx';

export type OverlapChoice = 'none' | 'hour' | 'day' | 'week' | 'own';

const seconds: Readonly<Record<Exclude<OverlapChoice, 'own'>, number>> = {
  none: 0,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
};

/** Ninety days in hours: the authority's maximum overlap. */
const MOST_HOURS = 2_160;

export interface Overlap {
  readonly choice: OverlapChoice;
  readonly hours: string;
  readonly wrong: string | undefined;
  choose(choice: OverlapChoice): void;
  setHours(hours: string): void;
  /** Seconds; `undefined`, with the reason next to the field, if the input isn't a valid duration. */
  read(): number | undefined;
}

/** @param mostHours - The maximum that may be entered. */
export function useOverlap(first: OverlapChoice, mostHours = MOST_HOURS): Overlap {
  const texts = useTexts();
  const format = useFormat();
  const [choice, choose] = useState<OverlapChoice>(first);
  const [hours, setHours] = useState(String(Math.min(48, mostHours)));
  const [wrong, setWrong] = useState<string>();
  return {
    choice,
    hours,
    wrong,
    choose,
    setHours,
    read() {
      if (choice !== 'own') return seconds[choice];
      const count = Number(hours);
      const good = Number.isInteger(count) && count >= 1 && count <= mostHours;
      setWrong(good ? undefined : texts.rotate.wrongHours(format.number(mostHours)));
      return good ? count * 3_600 : undefined;
    },
  };
}

/** The choices up to this many hours. */
export function choicesWithin(hours: number): readonly OverlapChoice[] {
  const within = (['hour', 'day', 'week'] as const).filter((choice) => seconds[choice] <= hours * 3_600);
  return hours < 1 ? [] : [...within, 'own'];
}

/** How long the old key remains valid. */
export function OverlapFields({
  overlap,
  choices,
}: {
  readonly overlap: Overlap;
  readonly choices: readonly OverlapChoice[];
}) {
  const texts = useTexts();
  return (
    <fieldset className="choices">
      <legend>{texts.rotate.overlap}</legend>
      {choices.map((choice) => (
        <Choice
          checked={overlap.choice === choice}
          hint={choice === 'none' && overlap.choice === 'none' ? texts.rotate.noneWarning : undefined}
          key={choice}
          label={texts.rotate.overlaps[choice]}
          name="overlap"
          onChange={() => overlap.choose(choice)}
          type="radio"
          value={choice}
        />
      ))}
      {overlap.choice === 'own' && (
        <TextField
          inputMode="numeric"
          label={texts.rotate.hours}
          onChange={(event) => overlap.setHours(event.target.value)}
          value={overlap.hours}
          wrong={overlap.wrong}
        />
      )}
    </fieldset>
  );
}
