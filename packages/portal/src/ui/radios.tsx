import type { ReactNode } from 'react';
import { Choice } from './field.tsx';

interface RadiosProps<Value extends string> {
  readonly legend: string;
  /** Of the inputs: one for each group on a page. */
  readonly name: string;
  readonly values: readonly Value[];
  readonly value: Value;
  readonly labelOf: (value: Value) => ReactNode;
  readonly hintOf: (value: Value) => ReactNode;
  readonly onChange: (value: Value) => void;
  readonly className?: 'choices' | 'tiles';
}

/** One of several values, each with a label and a hint. */
export function Radios<Value extends string>({
  legend,
  name,
  values,
  value: chosen,
  labelOf,
  hintOf,
  onChange,
  className = 'choices',
}: RadiosProps<Value>) {
  return (
    <fieldset className={className}>
      <legend>{legend}</legend>
      {values.map((value) => (
        <Choice
          checked={value === chosen}
          hint={hintOf(value)}
          key={value}
          label={labelOf(value)}
          name={name}
          onChange={() => onChange(value)}
          type="radio"
          value={value}
        />
      ))}
    </fieldset>
  );
}
