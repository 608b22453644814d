import type { Customer } from '@lostwax/client';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { AskSuspend } from './ask-suspend.tsx';
import { Erase } from './erase.tsx';
import type { useCustomerState } from './state.ts';

/** What stops a customer's programs, or cannot be undone. */
export function DangerZone({
  of,
  state,
  onErased,
}: {
  readonly of: Customer;
  /** Suspends, and lifts the suspension above: what goes wrong with either is said here. */
  readonly state: ReturnType<typeof useCustomerState>;
  readonly onErased: () => void;
}) {
  const { customers: texts } = useConsoleTexts();
  const [asking, ask] = useState<'suspend' | 'erase'>();
  const close = (): void => ask(undefined);
  const active = of.state === 'active';
  return (
    <section aria-labelledby="lostwax-danger" className="danger-zone">
      <h2 id="lostwax-danger">{texts.danger}</h2>
      {active && (
        <Action about={texts.suspendText} title={texts.suspend}>
          <Button kind="danger" onClick={() => ask('suspend')}>
            {texts.suspend}
          </Button>
        </Action>
      )}
      <Action about={texts.eraseHint} title={texts.erase}>
        <Button kind="danger" onClick={() => ask('erase')}>
          {texts.erase}
        </Button>
      </Action>
      {asking === undefined && <CallFailure error={state.error} />}
      {asking === 'suspend' && <AskSuspend call={state} of={of} onClose={close} />}
      {asking === 'erase' && <Erase of={of} onClose={close} onDone={onErased} />}
    </section>
  );
}

interface ActionProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}

function Action({ title, about, children }: ActionProps) {
  return (
    <div className="danger-act">
      <div>
        <h3>{title}</h3>
        <p className="soft">{about}</p>
      </div>
      {children}
    </div>
  );
}
