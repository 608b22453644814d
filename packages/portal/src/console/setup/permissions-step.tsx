import type { Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { mistakesInRows, newRow, rowsOf, scopesOf } from '../settings/permission-rows.ts';
import { PermissionsEditor } from '../settings/permissions-editor.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useChangeWorkspace } from '../workspaces/change.ts';

export function PermissionsStep({ of, onDone }: { readonly of: Workspace; readonly onDone: () => void }) {
  const { setup } = useConsoleTexts();
  const texts = setup.permissions;
  const [rows, setRows] = useState(() => (rowsOf(of).length === 0 ? [newRow()] : rowsOf(of)));
  const [strict, setStrict] = useState(false);
  const save = useChangeWorkspace(of.slug);
  const wish = scopesOf(rows);
  const submit = (): void => {
    setStrict(true);
    if (mistakesInRows(rows).size === 0 && wish.scopes.length > 0) save.run(wish, onDone);
  };
  return (
    <Form className="stack" onSubmit={submit}>
      <p>{texts.about}</p>
      <PermissionsEditor onChange={setRows} rows={rows} strict={strict} />
      <CallFailure error={save.error} />
      <div className="buttons">
        <Button busy={save.busy} kind="main" type="submit">
          {texts.save}
        </Button>
        <Button
          busy={save.busy}
          kind="quiet"
          onClick={() => save.run({ scopes: [], scopeTexts: {} }, onDone)}
        >
          {texts.none}
        </Button>
      </div>
    </Form>
  );
}
