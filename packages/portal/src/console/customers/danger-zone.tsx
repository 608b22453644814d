import type { Customer } from '@lostwax/client';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { DangerAction, DangerZone } from '../../ui/danger-zone.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { AskSuspend } from './ask-suspend.tsx';
import { Erase } from './erase.tsx';
import type { useCustomerState } from './state.ts';

/** Actions that stop a customer's programs or can't be undone. */
export function CustomerDanger({
  of,
  state,
  onErased,
}: {
  readonly of: Customer;
  /** Suspends the customer; also resumes it, from the notice above. Errors of either are shown here. */
  readonly state: ReturnType<typeof useCustomerState>;
  readonly onErased: () => void;
}) {
  const { customers: texts } = useConsoleTexts();
  const [asking, ask] = useState<'suspend' | 'erase'>();
  const close = (): void => ask(undefined);
  const active = of.state === 'active';
  return (
    <DangerZone>
      {active && (
        <DangerAction about={texts.suspendText} title={texts.suspend}>
          <Button kind="danger" onClick={() => ask('suspend')}>
            {texts.suspend}
          </Button>
        </DangerAction>
      )}
      <DangerAction about={texts.eraseHint} title={texts.erase}>
        <Button kind="danger" onClick={() => ask('erase')}>
          {texts.erase}
        </Button>
      </DangerAction>
      {asking === undefined && <CallFailure error={state.error} />}
      {asking === 'suspend' && <AskSuspend call={state} of={of} onClose={close} />}
      {asking === 'erase' && <Erase of={of} onClose={close} onDone={onErased} />}
    </DangerZone>
  );
}
