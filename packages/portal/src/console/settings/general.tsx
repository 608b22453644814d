import type { Workspace } from '@lostwax/client';
import { keySetUrl } from '@lostwax/core/names';
import { Card } from '../../ui/card.tsx';
import { Copy } from '../../ui/copy.tsx';
import { TextField } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import type { SettingsPart } from './part.ts';

export function General({ of, draft, set }: SettingsPart & { readonly of: Workspace }) {
  const { settings, workspaces } = useConsoleTexts();
  const texts = settings.general;
  const facts = [
    [workspaces.slug, of.slug],
    [workspaces.prefix, of.prefix],
    [texts.audience, of.audience],
    [workspaces.issuer, of.issuer],
    [texts.keySet, keySetUrl(of.issuer)],
  ] as const;
  return (
    <Card title={texts.title}>
      <TextField
        autoComplete="off"
        hint={texts.nameHint}
        label={workspaces.name}
        maxLength={255}
        onChange={(event) => set({ name: event.target.value })}
        value={draft.name}
      />
      <div className="subsection">
        <h3>{texts.fixed}</h3>
        <p className="hint">{texts.fixedAbout}</p>
        <dl className="identifiers">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <code>{value}</code>
                <Copy kind="quiet" label={label} text={value} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}
