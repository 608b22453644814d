import type { Workspace } from '@lostwax/client';
import { type ReactNode, useId } from 'react';
import { useTexts } from '../../texts/texts.ts';
import { Choice } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

export type Methods = Workspace['methods'];
export type Method = Methods[number];

/** In the order in which they are shown. */
export const methodNames = ['signed', 'opaque', 'oauth-client', 'certificate', 'shared-signed'] as const;

export interface MethodChoicesProps {
  readonly chosen: Methods;
  readonly hint: ReactNode;
  readonly onChange: (chosen: Methods) => void;
  /** Follows the name of a method. */
  readonly mark?: (method: Method) => ReactNode;
}

/** The methods that a workspace offers; at least one. */
export function MethodChoices({ chosen, hint, onChange, mark }: MethodChoicesProps) {
  const { settings } = useConsoleTexts();
  const { methods } = useTexts();
  const id = useId();
  const texts = settings.rules;
  return (
    <fieldset aria-describedby={id} className="choices">
      <legend>{texts.methods}</legend>
      <p className="hint" id={id}>
        {hint}
      </p>
      {methodNames.map((method) => (
        <Choice
          checked={chosen.includes(method)}
          // Without any method, a workspace couldn't have new keys.
          disabled={chosen.length === 1 && chosen[0] === method}
          hint={texts.methodHints[method]}
          key={method}
          label={
            <>
              {methods[method].name} {mark?.(method)}
            </>
          }
          onChange={() => onChange(methodNames.filter((one) => chosen.includes(one) !== (one === method)))}
          type="checkbox"
        />
      ))}
    </fieldset>
  );
}
