import type { IssuedKey, Overview, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { useForgottenOnLeave } from '../../app/forget.ts';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useChangeWorkspace } from '../workspaces/change.ts';
import { CallStep } from './call-step.tsx';
import { EmbedStep } from './embed-step.tsx';
import type { GatewaySetUp } from './gateway-set-up.ts';
import { GatewayStep } from './gateway-step.tsx';
import { KeyStep } from './key-step.tsx';
import { PermissionsStep } from './permissions-step.tsx';
import { PortalStep } from './portal-step.tsx';
import { Step } from './step.tsx';

const steps = ['permissions', 'gateway', 'key', 'call', 'portal', 'embed'] as const;
type StepName = (typeof steps)[number];

/** From an empty workspace to the first call. Progress is derived from the workspace, so it doesn't matter where a step was done. */
export function Checklist({ of, overview }: { readonly of: Workspace; readonly overview: Overview }) {
  const { setup: texts } = useConsoleTexts();
  const format = useFormat();
  const [gateway, setGateway] = useState<GatewaySetUp>();
  const [issued, setIssued] = useState<IssuedKey>();
  useForgottenOnLeave(() => setIssued(undefined));
  const { setup } = overview;
  const next = steps.find((name) => !setup[name]);
  const [chosen, choose] = useState<StepName | 'none'>();
  const open = chosen ?? next;
  const done = steps.filter((name) => setup[name]).length;
  /** Return to the next step, even if another was opened manually. */
  const goOn = (): void => choose(undefined);
  const bodies: Readonly<Record<StepName, { readonly summary?: string; readonly body: React.ReactNode }>> = {
    permissions: {
      summary: permissionsSummary(of, texts, format.number),
      body: <PermissionsStep of={of} onDone={goOn} />,
    },
    gateway: {
      body: (
        <GatewayStep
          connected={setup.gateway}
          of={of}
          onContinue={goOn}
          onSetUp={(it) => {
            setGateway(it);
            // Keep it open: the user still has to copy the command and watch the gateway connect.
            choose('gateway');
          }}
        />
      ),
    },
    key: {
      summary: texts.key.done(overview.activeKeys, format.number(overview.activeKeys)),
      body: (
        <KeyStep
          issued={issued}
          of={of}
          onIssued={(it) => {
            setIssued(it);
            choose('call');
          }}
        />
      ),
    },
    call: {
      body: (
        <CallStep
          gateway={gateway}
          issued={issued}
          of={of}
          onAnotherKey={() => choose('key')}
          onContinue={goOn}
          overview={overview}
        />
      ),
    },
    portal: { body: <PortalStep done={setup.portal} of={of} /> },
    embed: { body: <EmbedStep done={setup.embed} of={of} /> },
  };
  return (
    <Card about={setup.call ? texts.finished : texts.intro} actions={<Hide of={of} />} title={texts.title}>
      <div className="setup-progress">
        <progress aria-label={texts.title} max={steps.length} value={done} />
        <span className="soft">{texts.progress(format.number(done), format.number(steps.length))}</span>
      </div>
      <ol className="steps">
        {steps.map((name, index) => (
          <Step
            done={setup[name]}
            key={name}
            number={index + 1}
            onToggle={() => choose(open === name ? 'none' : name)}
            open={open === name}
            summary={bodies[name].summary}
            title={texts[name].title}
          >
            {bodies[name].body}
          </Step>
        ))}
      </ol>
    </Card>
  );
}

function permissionsSummary(
  { scopes }: Workspace,
  { permissions: texts }: ReturnType<typeof useConsoleTexts>['setup'],
  number: (count: number) => string,
): string {
  if (scopes === null) return texts.doneAny;
  return scopes.length === 0 ? texts.doneNone : texts.doneSome(scopes.length, number(scopes.length));
}

function Hide({ of }: { readonly of: Workspace }) {
  const { setup: texts } = useConsoleTexts();
  const toast = useToast();
  const set = useChangeWorkspace(of.slug);
  const hide = (): void =>
    set.run({ setupDismissed: true }, () =>
      toast.show({
        text: texts.hidden,
        action: { label: texts.undo, onPress: () => set.run({ setupDismissed: false }) },
      }),
    );
  return (
    <>
      <Button busy={set.busy} kind="quiet" onClick={hide}>
        {texts.hide}
      </Button>
      <CallFailure error={set.error} />
    </>
  );
}
