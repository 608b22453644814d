import { type BulkRevoked, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useFilterForm } from '../filters/form.ts';
import { TimeField } from '../filters/time-field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { RevokeConfirm } from './revoke-confirm.tsx';
import { RevokeTable } from './revoke-table.tsx';

const names = ['customer', 'createdBy', 'createdAfter', 'createdBefore'] as const;

/** Revokes all keys that match the query in the URL, after showing them. */
export function RevokeManyScreen() {
  const shared = useTexts();
  const { revokeMany: texts } = useConsoleTexts();
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const { typed, asked, set, submit } = useFilterForm(names);
  const [wrong, setWrong] = useState<string>();
  const found = useQuery({
    queryKey: [...workspaceData(workspace), 'to-revoke', asked],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/v1/workspaces/{workspace}/keys:revoke', {
          params: { path: { workspace } },
          body: { ...asked, dryRun: true },
          signal,
        }),
      ),
    enabled: Object.keys(asked).length > 0,
  });
  const look = (): void => {
    const nothing = names.every((name) => typed[name].trim() === '');
    setWrong(nothing ? texts.nothing : undefined);
    if (nothing) return;
    const same = names.every((name) => typed[name].trim() === (asked[name] ?? ''));
    submit();
    // A different query starts over.
    if (same) void found.refetch();
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
      <Form className="filters" onSubmit={look}>
        <TextField
          label={texts.customer}
          maxLength={255}
          onChange={({ target }) => set('customer', target.value)}
          spellCheck={false}
          value={typed.customer}
          wrong={wrong}
        />
        <TextField
          hint={texts.createdByHint}
          label={texts.createdBy}
          maxLength={255}
          onChange={({ target }) => set('createdBy', target.value)}
          spellCheck={false}
          value={typed.createdBy}
        />
        <TimeField
          label={texts.after}
          onChange={(value) => set('createdAfter', value)}
          value={typed.createdAfter}
        />
        <TimeField
          label={texts.before}
          onChange={(value) => set('createdBefore', value)}
          value={typed.createdBefore}
        />
        <div className="buttons">
          <Button type="submit">{texts.look}</Button>
        </div>
      </Form>
      {Object.keys(asked).length > 0 && (
        <Loaded query={found}>{(keys) => <Found asked={asked} of={keys} />}</Loaded>
      )}
    </div>
  );
}

interface FoundProps {
  readonly asked: Readonly<Record<string, string>>;
  readonly of: BulkRevoked;
}

function Found({ asked, of }: FoundProps) {
  const { revokeMany: texts } = useConsoleTexts();
  const format = useFormat();
  const [asking, ask] = useState(false);
  const { count, keys } = of;
  if (count === 0 && !asking) return <Empty title={texts.none} />;
  const rest = count - keys.length;
  return (
    <section aria-labelledby="lostwax-found" className="section">
      <div role="status">
        <h2 id="lostwax-found">{texts.count(count, format.number(count))}</h2>
      </div>
      <RevokeTable keys={keys} />
      {rest > 0 && <p className="soft">{texts.more(format.number(rest))}</p>}
      <div className="buttons end">
        <Button kind="danger main" onClick={() => ask(true)}>
          {texts.confirm(count, format.number(count))}
        </Button>
      </div>
      {asking && <RevokeConfirm asked={asked} count={count} onClose={() => ask(false)} />}
    </section>
  );
}
