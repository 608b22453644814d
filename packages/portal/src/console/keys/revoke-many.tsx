import { type BulkRevoked, unwrap } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { type Call, useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure, Note } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

/** Key ids that are shown of those that would be revoked. */
const MOST_SHOWN = 50;

interface Which {
  readonly customer?: string;
  readonly createdBy?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
}

const empty = { customer: '', createdBy: '', after: '', before: '' };

/** Revokes all keys that fit; never without having shown which. */
export function RevokeManyScreen() {
  const shared = useTexts();
  const { revokeMany: texts, keys } = useConsoleTexts();
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const refresh = useRefresh();
  const [typed, setTyped] = useState(empty);
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [asking, ask] = useState(false);
  const call = (which: Which, dryRun: boolean): Promise<BulkRevoked> =>
    unwrap(
      client.POST('/v1/workspaces/{workspace}/keys:revoke', {
        params: { path: { workspace } },
        body: { ...which, dryRun, ...(!dryRun && reason.trim() !== '' && { reason: reason.trim() }) },
      }),
    );
  const look = useCall((which: Which) => call(which, true));
  const revoke = useCall((which: Which) => call(which, false), refresh);
  const done = (): void => {
    look.reset();
    ask(false);
  };
  const set = (change: Partial<typeof empty>): void => {
    setTyped({ ...typed, ...change });
    // What was shown is no longer what would be done.
    look.reset();
    revoke.reset();
  };
  const submit = (): void => {
    const which = whichOf(typed);
    const nothing = Object.keys(which).length === 0;
    setWrong(nothing ? texts.nothing : undefined);
    if (!nothing) look.run(which);
  };
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/keys">
          {shared.actions.back}
        </Link>
        <ScreenTitle title={texts.title} />
        <p className="soft prose">{texts.intro}</p>
      </div>
      <Form onSubmit={submit}>
        <TextField
          label={keys.customer}
          maxLength={255}
          onChange={(event) => set({ customer: event.target.value })}
          spellCheck={false}
          value={typed.customer}
          wrong={wrong}
        />
        <TextField
          hint={texts.createdByHint}
          label={texts.createdBy}
          maxLength={255}
          onChange={(event) => set({ createdBy: event.target.value })}
          spellCheck={false}
          value={typed.createdBy}
        />
        <TextField
          label={texts.after}
          onChange={(event) => set({ after: event.target.value })}
          type="datetime-local"
          value={typed.after}
        />
        <TextField
          label={texts.before}
          onChange={(event) => set({ before: event.target.value })}
          type="datetime-local"
          value={typed.before}
        />
        <TextField
          label={texts.reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          value={reason}
        />
        <div className="buttons">
          <Button busy={look.busy} kind="main" type="submit">
            {texts.look}
          </Button>
        </div>
      </Form>
      <CallFailure error={look.error} />
      <div role="status">
        {look.answer && <Found of={look.answer} onRevoke={() => ask(true)} />}
        {revoke.answer && <Done of={revoke.answer} />}
      </div>
      {asking && look.input && look.answer && (
        <AskRevoke
          call={revoke}
          count={look.answer.count}
          onClose={() => ask(false)}
          onRevoke={() => look.input && revoke.run(look.input, done)}
        />
      )}
    </div>
  );
}

function whichOf({ customer, createdBy, after, before }: typeof empty): Which {
  return {
    ...(customer.trim() !== '' && { customer: customer.trim() }),
    ...(createdBy.trim() !== '' && { createdBy: createdBy.trim() }),
    ...(after !== '' && { createdAfter: new Date(after).toISOString() }),
    ...(before !== '' && { createdBefore: new Date(before).toISOString() }),
  };
}

function Found({
  of: { count, keyIds },
  onRevoke,
}: {
  readonly of: BulkRevoked;
  readonly onRevoke: () => void;
}) {
  const { revokeMany: texts } = useConsoleTexts();
  const format = useFormat();
  if (count === 0) return <p>{texts.none}</p>;
  const rest = count - Math.min(count, MOST_SHOWN);
  return (
    <section aria-labelledby="lostwax-found" className="section">
      <h2 id="lostwax-found">{texts.count(count, format.number(count))}</h2>
      <ul className="columns">
        {keyIds.slice(0, MOST_SHOWN).map((id) => (
          <li key={id}>
            <Link href={`/keys/${id}`}>
              <code>{id}</code>
            </Link>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="soft">{texts.more(format.number(rest))}</p>}
      <div className="buttons">
        <Button kind="danger" onClick={onRevoke}>
          {texts.confirm(count, format.number(count))}
        </Button>
      </div>
    </section>
  );
}

function Done({ of: { count } }: { readonly of: BulkRevoked }) {
  const { revokeMany: texts } = useConsoleTexts();
  const format = useFormat();
  return (
    <Note kind="good">
      <p>{texts.done(count, format.number(count))}</p>
    </Note>
  );
}

interface AskRevokeProps {
  readonly count: number;
  readonly call: Call<Which, BulkRevoked>;
  readonly onClose: () => void;
  readonly onRevoke: () => void;
}

function AskRevoke({ count, call, onClose, onRevoke }: AskRevokeProps) {
  const { revokeMany: texts } = useConsoleTexts();
  const format = useFormat();
  return (
    <Ask
      about={
        <>
          <p>{texts.confirmText}</p>
          <p className="soft">{texts.changed}</p>
        </>
      }
      call={call}
      confirm={texts.confirm(count, format.number(count))}
      dangerous
      onClose={onClose}
      onConfirm={onRevoke}
      title={texts.confirmTitle}
    />
  );
}
