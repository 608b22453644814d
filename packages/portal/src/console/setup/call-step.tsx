import type { IssuedKey, Overview, Workspace } from '@lostwax/client';
import { useEffect, useState } from 'react';
import { useKey, useRefresh } from '../../keys/calls.ts';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { TextField } from '../../ui/field.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { isAddress } from '../settings/draft.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { useChangeWorkspace } from '../workspaces/change.ts';
import { CallHints } from './call-hints.tsx';
import type { GatewaySetUp } from './gateway-set-up.ts';
import { callWith, certificateCall, testMethodOf } from './test-key.ts';

const POLL_MS = 1_500;
const DEFAULT_ADDRESS = 'http://127.0.0.1:7421/';

export interface CallStepProps {
  readonly of: Workspace;
  readonly overview: Overview;
  readonly gateway: GatewaySetUp | undefined;
  readonly issued: IssuedKey | undefined;
  readonly onAnotherKey: () => void;
  readonly onContinue: () => void;
}

/** A request to paste, and what the gateway reports about it. */
export function CallStep({ of, overview, gateway, issued, onAnotherKey, onContinue }: CallStepProps) {
  const { setup } = useConsoleTexts();
  const texts = setup.call;
  const [address, setAddress] = useState(gateway?.address ?? of.apiUrl ?? DEFAULT_ADDRESS);
  const byCertificate = issued === undefined && testMethodOf(of.methods) === undefined;
  return (
    <div className="stack">
      <p>{texts.about}</p>
      {issued === undefined && !byCertificate ? (
        <div className="buttons">
          <p className="soft">{texts.noKey}</p>
          <Button onClick={onAnotherKey}>{setup.key.again}</Button>
        </div>
      ) : (
        <>
          <Address of={of} onChange={setAddress} value={address} />
          <p>{texts.run}</p>
          <CodeBlock
            code={issued === undefined ? certificateCall(address) : callWith(address, issued, of)}
            label={texts.command}
          />
          {issued !== undefined && <p className="hint">{setup.key.once}</p>}
        </>
      )}
      <Outcome issued={issued} onContinue={onContinue} overview={overview} />
    </div>
  );
}

interface AddressProps {
  readonly of: Workspace;
  readonly value: string;
  readonly onChange: (address: string) => void;
}

function Address({ of, value, onChange }: AddressProps) {
  const { setup, settings } = useConsoleTexts();
  const texts = setup.call;
  const toast = useToast();
  const save = useChangeWorkspace(of.slug);
  const good = isAddress(value, /^https:$/);
  return (
    <div className="with-button">
      <TextField
        autoCapitalize="none"
        autoComplete="off"
        hint={texts.addressHint}
        inputMode="url"
        label={texts.address}
        maxLength={2_048}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
        value={value}
        wrong={good ? undefined : settings.links.wrong}
      />
      {good && value.trim() !== '' && value.trim() !== of.apiUrl && (
        <Button
          busy={save.busy}
          onClick={() => save.run({ apiUrl: value.trim() }, () => toast.show({ text: texts.saved }))}
        >
          {texts.saveAddress}
        </Button>
      )}
      <CallFailure error={save.error} />
    </div>
  );
}

/** Watches the key that was just created or, without one, all calls of the workspace. */
function Outcome({
  issued,
  overview,
  onContinue,
}: Pick<CallStepProps, 'issued' | 'overview' | 'onContinue'>) {
  const { setup } = useConsoleTexts();
  const texts = setup.call;
  const format = useFormat();
  const key = useKey(issued?.key.id ?? null, ({ lastUsedAt }) => (lastUsedAt === null ? POLL_MS : false));
  const usedAt = key.data?.lastUsedAt ?? null;
  const refresh = useRefresh();
  useEffect(() => {
    // The step is completed at the same moment as the line turns green.
    if (usedAt !== null) void refresh();
  }, [usedAt, refresh]);
  const done = usedAt !== null || (issued === undefined && overview.setup.call);
  if (issued === undefined && !done) return null;
  return (
    <>
      <div className="live-line" role="status">
        <span className={done ? 'live done' : 'live'}>
          {usedAt !== null ? texts.accepted(format.clock(usedAt)) : done ? texts.happened : texts.waiting}
        </span>
      </div>
      {!done && issued !== undefined && <CallHints overview={overview} since={issued.key.createdAt} />}
      {done && (
        <div className="buttons">
          <Button kind="main" onClick={onContinue}>
            {setup.continue}
          </Button>
        </div>
      )}
    </>
  );
}
