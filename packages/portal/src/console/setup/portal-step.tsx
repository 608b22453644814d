import type { Workspace } from '@lostwax/client';
import { Link } from 'wouter';
import { CodeTabs } from '../../ui/code-tabs.tsx';
import { ADMINISTRATORS, useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { portalSamples } from './samples.ts';

export function PortalStep({ of, done }: { readonly of: Workspace; readonly done: boolean }) {
  const { setup } = useConsoleTexts();
  const texts = setup.portal;
  const may = useAllowed();
  return (
    <div className="stack">
      <p>{done ? texts.done : texts.about}</p>
      <CodeTabs label={texts.sample} samples={portalSamples(of)} />
      <p className="hint">
        {texts.keyHint}{' '}
        {may('admin', null) && <Link href={`~/w/${ADMINISTRATORS}/keys/new`}>{texts.createKey}</Link>}
      </p>
    </div>
  );
}
