import { useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { Choice, TextField } from '../ui/field.tsx';

export type OverlapChoice = 'none' | 'hour' | 'day' | 'week' | 'own';

const seconds: Readonly<Record<Exclude<OverlapChoice, 'own'>, number>> = {
  none: 0,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
};

/** Ninety days in hours: the longest overlap that the authority takes. */
const MOST_HOURS = 2_160;

export interface Overlap {
  readonly choice: OverlapChoice;
  readonly hours: string;
  readonly wrong: string | undefined;
  choose(choice: OverlapChoice): void;
  setHours(hours: string): void;
  /** Seconds; `undefined`, with the reason beside the field, when what was typed is no time. */
  read(): number | undefined;
}

export function useOverlap(first: OverlapChoice): Overlap {
  const texts = useTexts();
  const [choice, choose] = useState<OverlapChoice>(first);
  const [hours, setHours] = useState('48');
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
      const good = Number.isInteger(count) && count >= 1 && count <= MOST_HOURS;
      setWrong(good ? undefined : texts.rotate.wrongHours);
      return good ? count * 3_600 : undefined;
    },
  };
}

/** How long the old key goes on. */
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
