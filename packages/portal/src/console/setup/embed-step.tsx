import type { Workspace } from '@lostwax/client';
import { Link } from 'wouter';
import { CodeTabs } from '../../ui/code-tabs.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { embedBackend, embedPage } from './samples.ts';

export function EmbedStep({ of, done }: { readonly of: Workspace; readonly done: boolean }) {
  const { setup } = useConsoleTexts();
  const texts = setup.embed;
  return (
    <div className="stack">
      <p>{done ? texts.done : texts.about}</p>
      {!done && (
        <p>
          {texts.origins} <Link href="/settings">{texts.settings}</Link>
        </p>
      )}
      <CodeTabs
        label={texts.title}
        samples={[
          { name: texts.page, code: embedPage(of) },
          { name: texts.backend, code: embedBackend(of) },
        ]}
      />
    </div>
  );
}
