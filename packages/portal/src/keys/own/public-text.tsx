import { holdsPrivateKey } from '@lostwax/core/given';
import { useState } from 'react';
import { Field } from '../../ui/field.tsx';

/** Takes text that may be anything, and passes on what isn't a private key. */
export interface PublicText {
  /** Why the last text was refused. */
  readonly refused: string | undefined;
  refuse(why: string): void;
  take(text: string): void;
}

/**
 * @param why - What to say when a private key was removed.
 * @param onChange - Never receives a private key, but an empty text instead.
 */
export function usePublicText(why: string, onChange: (text: string) => void): PublicText {
  const [refused, refuse] = useState<string>();
  const take = (text: string): void => {
    const isPrivate = holdsPrivateKey(text);
    refuse(isPrivate ? why : undefined);
    onChange(isPrivate ? '' : text);
  };
  return { refused, refuse, take };
}

export interface PublicTextFieldProps {
  readonly text: PublicText;
  readonly label: string;
  readonly hint: string;
  readonly rows: number;
  readonly value: string;
  readonly wrong: string | undefined;
}

/** A text area from which a private key is removed at once. */
export function PublicTextField({ text, label, hint, rows, value, wrong }: PublicTextFieldProps) {
  return (
    <Field hint={hint} label={label} urgent wrong={text.refused ?? wrong}>
      {(control) => (
        <textarea
          {...control}
          autoComplete="off"
          className="mono"
          onChange={(event) => text.take(event.target.value)}
          rows={rows}
          spellCheck={false}
          value={value}
        />
      )}
    </Field>
  );
}
