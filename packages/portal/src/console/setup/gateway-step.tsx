import type { Workspace } from '@lostwax/client';
import { useState } from 'react';
import { useForgottenOnLeave } from '../../app/forget.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Radios } from '../../ui/radios.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useMakeGateway } from './gateway-calls.ts';
import { GatewayInstructions } from './gateway-instructions.tsx';
import { addressOf, type GatewayOption, gatewayOptions, isAddressText } from './gateway-options.ts';
import type { GatewaySetUp } from './gateway-set-up.ts';

export interface GatewayStepProps {
  readonly of: Workspace;
  readonly connected: boolean;
  readonly onSetUp: (gateway: GatewaySetUp) => void;
  readonly onContinue: () => void;
}

/** A gateway in front of the API: chosen, registered, and started with one command. */
export function GatewayStep({ of, connected, onSetUp, onContinue }: GatewayStepProps) {
  const { setup } = useConsoleTexts();
  const texts = setup.gateway;
  const [option, setOption] = useState<GatewayOption>('gate');
  const [upstream, setUpstream] = useState('127.0.0.1:8080');
  const [wrong, setWrong] = useState(false);
  const make = useMakeGateway(of);
  useForgottenOnLeave(make.reset);
  const mayBeEmpty = option === 'gate';
  const submit = (): void => {
    const address = upstream.trim();
    const good = isAddressText(address) || (mayBeEmpty && address === '');
    setWrong(!good);
    if (good) make.run({ option, upstream: address }, () => onSetUp({ address: addressOf(option, address) }));
  };
  return (
    <div className="stack">
      <p>{texts.about}</p>
      <Form className="stack" onSubmit={submit}>
        <Radios
          className="tiles"
          hintOf={(it) => texts.options[it].hint}
          labelOf={(it) => texts.options[it].label}
          legend={texts.choose}
          name="gateway"
          onChange={(it) => {
            make.reset();
            setOption(it);
          }}
          value={option}
          values={gatewayOptions}
        />
        <TextField
          autoCapitalize="none"
          autoComplete="off"
          hint={mayBeEmpty ? texts.upstreamHint : texts.upstreamRequired}
          label={texts.upstream}
          maxLength={255}
          onChange={(event) => setUpstream(event.target.value)}
          spellCheck={false}
          value={upstream}
          wrong={wrong ? texts.upstreamWrong : undefined}
        />
        <CallFailure error={make.error} />
        <div className="buttons">
          <Button busy={make.busy} kind={make.answer ? 'plain' : 'main'} type="submit">
            {make.answer ? texts.again : texts.create}
          </Button>
        </div>
      </Form>
      {make.answer && <GatewayInstructions gateway={make.answer} of={of} />}
      {(make.answer || connected) && (
        <div className="live-line" role="status">
          <span className={connected ? 'live done' : 'live'}>
            {connected
              ? texts.connected(make.answer?.reader.name ?? texts.options.gate.label)
              : texts.waiting}
          </span>
        </div>
      )}
      {connected && (
        <div className="buttons">
          <Button kind="main" onClick={onContinue}>
            {setup.continue}
          </Button>
        </div>
      )}
    </div>
  );
}
