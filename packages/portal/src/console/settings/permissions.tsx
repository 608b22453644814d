import { Card } from '../../ui/card.tsx';
import { Choice } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import type { SettingsPart } from './part.ts';
import { PermissionPreview } from './permission-preview.tsx';
import { PermissionsEditor } from './permissions-editor.tsx';

export function Permissions({ draft, set, strict }: SettingsPart & { readonly strict: boolean }) {
  const { settings } = useConsoleTexts();
  const texts = settings.permissions;
  return (
    <Card about={texts.about} title={texts.title}>
      <div className="two-columns">
        <div className="stack">
          <PermissionsEditor onChange={(rows) => set({ rows })} rows={draft.rows} strict={strict} />
          <Choice
            checked={draft.anyScope}
            hint={texts.anyHint}
            label={texts.any}
            onChange={() => set({ anyScope: !draft.anyScope })}
            type="checkbox"
          />
        </div>
        <PermissionPreview rows={draft.rows} />
      </div>
    </Card>
  );
}
