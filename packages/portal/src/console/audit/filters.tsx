import { useEffect } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import type { FilterForm } from '../filters/form.ts';
import { TimeField } from '../filters/time-field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { isRange, ranges, sinceOf } from './range.ts';

const TYPING_MS = 400;

/** The audit log filters in the URL. `range` is `today`, `7d`, `30d`, or `custom` for `since` and `until`. */
export const auditFilters = ['action', 'customer', 'actor', 'keyId', 'range', 'since', 'until'] as const;

type AuditFilters = FilterForm<(typeof auditFilters)[number]>;

/** The query parameters of the API request. */
export function queryOf({ range = '', ...asked }: AuditFilters['asked'], now: Date): Record<string, string> {
  if (!isRange(range)) return asked;
  const { since: _, until: __, ...rest } = asked;
  return { ...rest, since: sinceOf(range, now) };
}

/** Each applies at once, a text after a pause in typing. */
export function Filters({ of: { typed, asked, set, submit, clear } }: { readonly of: AuditFilters }) {
  const { audit: texts } = useConsoleTexts();
  const range = typed.range !== '' ? typed.range : asked['since'] || asked['until'] ? 'custom' : 'all';
  const choose = (next: string): void =>
    submit({ range: next === 'all' ? '' : next, ...(next !== 'custom' && { since: '', until: '' }) });
  const pending = auditFilters.some((name) => typed[name].trim() !== (asked[name] ?? ''));
  useEffect(() => {
    if (!pending) return undefined;
    const timer = setTimeout(() => submit({}, true), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <Form className="filters compact" onSubmit={() => submit()}>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that act at once are no fields of a form. */}
      <div aria-label={texts.range} className="ranges" role="group">
        {(['all', ...ranges, 'custom'] as const).map((it) => (
          <button
            aria-pressed={range === it}
            className="range"
            key={it}
            onClick={() => choose(it)}
            type="button"
          >
            {texts.ranges[it]}
          </button>
        ))}
      </div>
      {range === 'custom' && (
        <>
          <TimeField label={texts.since} onChange={(value) => set('since', value)} value={typed.since} />
          <TimeField label={texts.until} onChange={(value) => set('until', value)} value={typed.until} />
        </>
      )}
      <Field label={texts.action}>
        {(control) => (
          <select
            {...control}
            onChange={({ target }) => submit({ action: target.value })}
            value={typed.action}
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
      {(['customer', 'actor', 'keyId'] as const).map((name) => (
        <TextField
          autoComplete="off"
          key={name}
          label={texts[name === 'keyId' ? 'key' : name]}
          maxLength={255}
          onChange={({ target }) => set(name, target.value)}
          spellCheck={false}
          value={typed[name]}
        />
      ))}
      {Object.keys(asked).length > 0 && (
        <div className="buttons">
          <Button kind="quiet" onClick={clear}>
            {texts.clear}
          </Button>
        </div>
      )}
    </Form>
  );
}
