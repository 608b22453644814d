import { useTexts } from '../../texts/texts.ts';
import { Choice } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import type { PermissionRow } from './permission-rows.ts';

/** Preview of how customers choose permissions for a new key. */
export function PermissionPreview({ rows }: { readonly rows: readonly PermissionRow[] }) {
  const { create } = useTexts();
  const { settings } = useConsoleTexts();
  const texts = settings.permissions;
  const filled = rows.filter(({ scope }) => scope.trim() !== '');
  return (
    <div className="preview">
      <p className="preview-label">{texts.preview}</p>
      {/* Only a preview: the keyboard skips it. */}
      <fieldset className="choices" inert>
        <legend>{create.scopes}</legend>
        {filled.length === 0 && <p className="soft">{texts.none}</p>}
        {filled.map(({ id, scope, description }) => (
          <Choice
            defaultChecked={false}
            hint={description.trim() === '' ? undefined : <code>{scope.trim()}</code>}
            key={id}
            label={<bdi>{description.trim() || scope.trim()}</bdi>}
            type="checkbox"
          />
        ))}
      </fieldset>
    </div>
  );
}
