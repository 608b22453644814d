import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

export interface AuditFilter {
  readonly action: string;
  readonly customer: string;
  readonly actor: string;
  readonly keyId: string;
  /** Local times, as `datetime-local` has them. */
  readonly since: string;
  readonly until: string;
}

export const noFilter: AuditFilter = { action: '', customer: '', actor: '', keyId: '', since: '', until: '' };

/** The parameters of the request: what is empty is left out. */
export function queryOf({ since, until, ...rest }: AuditFilter): Readonly<Record<string, string>> {
  const times = { since, until };
  return Object.fromEntries([
    ...Object.entries(rest).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
    ...Object.entries(times).flatMap(([name, value]) =>
      value === '' ? [] : [[name, new Date(value).toISOString()]],
    ),
  ]);
}

export function Filters({ onShow }: { readonly onShow: (filter: AuditFilter) => void }) {
  const { audit: texts } = useConsoleTexts();
  const [filter, setFilter] = useState(noFilter);
  const set = (change: Partial<AuditFilter>): void => setFilter({ ...filter, ...change });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onShow(filter);
  };
  const clear = (): void => {
    setFilter(noFilter);
    onShow(noFilter);
  };
  return (
    <form className="filters" noValidate onSubmit={submit}>
      <Field label={texts.action}>
        {(control) => (
          <select
            {...control}
            onChange={(event) => set({ action: event.target.value })}
            value={filter.action}
          >
            <option value="">{texts.anyAction}</option>
            {Object.entries(texts.actions).map(([action, name]) => (
              <option key={action} value={action}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        label={texts.customer}
        onChange={(event) => set({ customer: event.target.value })}
        value={filter.customer}
      />
      <TextField
        label={texts.actor}
        onChange={(event) => set({ actor: event.target.value })}
        value={filter.actor}
      />
      <TextField
        label={texts.key}
        onChange={(event) => set({ keyId: event.target.value })}
        value={filter.keyId}
      />
      <TextField
        label={texts.since}
        onChange={(event) => set({ since: event.target.value })}
        type="datetime-local"
        value={filter.since}
      />
      <TextField
        label={texts.until}
        onChange={(event) => set({ until: event.target.value })}
        type="datetime-local"
        value={filter.until}
      />
      <div className="buttons">
        <Button kind="main" type="submit">
          {texts.apply}
        </Button>
        <Button onClick={clear}>{texts.clear}</Button>
      </div>
    </form>
  );
}
