import { useRef } from 'react';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { Cross } from '../../ui/icons.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { mistakesInRows, newRow, type PermissionRow } from './permission-rows.ts';

export interface PermissionsEditorProps {
  readonly rows: readonly PermissionRow[];
  readonly onChange: (rows: readonly PermissionRow[]) => void;
  /** Show errors only after an attempt to save. */
  readonly strict: boolean;
}

/** Scopes and their descriptions, one row each. Enter in the last row adds another. */
export function PermissionsEditor({ rows, onChange, strict }: PermissionsEditorProps) {
  const { settings } = useConsoleTexts();
  const texts = settings.permissions;
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const mistakes = mistakesInRows(rows);
  const set = (id: number, change: Partial<PermissionRow>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
  /** The focus moves to an added row, or to the row that replaced a removed one. */
  const focusRow = (index: number): void => {
    requestAnimationFrame(() => {
      const inputs = box.current?.querySelectorAll<HTMLInputElement>('input[data-scope]') ?? [];
      const next = inputs[Math.min(index, inputs.length - 1)] ?? box.current?.querySelector('button');
      next?.focus();
    });
  };
  const add = (): void => {
    onChange([...rows, newRow()]);
    focusRow(rows.length);
  };
  const remove = (index: number): void => {
    onChange(rows.filter((_, at) => at !== index));
    focusRow(index);
  };
  return (
    <div className="permission-rows" ref={box}>
      {rows.length > 0 && (
        <div aria-hidden="true" className="permission-row heads">
          <span>{texts.scope}</span>
          <span>{texts.description}</span>
        </div>
      )}
      {rows.map((row, index) => {
        const mistake = strict ? mistakes.get(row.id) : undefined;
        const words = mistake === 'twice' ? texts.scopeTwice : texts.scopeWrong;
        return (
          <fieldset aria-label={texts.row(format.number(index + 1))} className="permission-row" key={row.id}>
            <input
              aria-describedby={mistake && `permission-${row.id}`}
              aria-invalid={mistake ? true : undefined}
              aria-label={texts.scope}
              autoCapitalize="none"
              autoComplete="off"
              className="mono"
              data-scope
              maxLength={128}
              onChange={(event) => set(row.id, { scope: event.target.value })}
              placeholder="orders:read"
              spellCheck={false}
              type="text"
              value={row.scope}
            />
            <input
              aria-label={texts.description}
              autoComplete="off"
              maxLength={200}
              onChange={(event) => set(row.id, { description: event.target.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || index !== rows.length - 1) return;
                event.preventDefault();
                add();
              }}
              placeholder="Read orders"
              type="text"
              value={row.description}
            />
            <Button kind="quiet icon" onClick={() => remove(index)}>
              <Cross />
              <span className="hidden-visually">
                {row.scope.trim() === '' ? texts.removeEmpty : texts.remove(row.scope.trim())}
              </span>
            </Button>
            {mistake && (
              <p className="wrong" id={`permission-${row.id}`}>
                {words}
              </p>
            )}
          </fieldset>
        );
      })}
      <div className="buttons">
        <Button onClick={add}>{texts.add}</Button>
      </div>
    </div>
  );
}
