import type { SigningKeys, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { useFormat } from '../../texts/format.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded, Note } from '../../ui/states.tsx';
import { DateOf } from '../../ui/time.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useSigningKeys } from './signing-key-calls.ts';
import { RevokeSigningKey, RotateSigningKey } from './signing-key-dialogs.tsx';

type SigningKey = SigningKeys['items'][number];

/** The signing key of shared-key tokens: what it is, and what to do when it is stolen. Not shown where there is none. */
export function SigningKeyCard({ of }: { readonly of: Workspace }) {
  const query = useSigningKeys(of.slug);
  const { settings } = useConsoleTexts();
  const texts = settings.signing;
  const [rotating, rotate] = useState(false);
  const [revoking, revoke] = useState<SigningKey>();
  const published = query.data?.items.filter(({ state }) => state !== 'removed') ?? [];
  if (!of.methods.includes('shared-signed') && published.length === 0) return null;
  return (
    <Card
      about={texts.about}
      actions={query.data?.canSign && <Button onClick={() => rotate(true)}>{texts.rotate}</Button>}
      title={texts.title}
    >
      <Loaded query={query}>
        {({ canSign }) => (
          <>
            {!canSign && <Note kind="warn">{texts.noSecret}</Note>}
            {published.length > 0 && <Table keys={published} onRevoke={revoke} />}
            <p className="hint">{texts.theft}</p>
          </>
        )}
      </Loaded>
      {rotating && <RotateSigningKey onClose={() => rotate(false)} slug={of.slug} />}
      {revoking && <RevokeSigningKey of={revoking} onClose={() => revoke(undefined)} slug={of.slug} />}
    </Card>
  );
}

const tones: Readonly<Record<SigningKey['state'], Tone>> = {
  current: 'good',
  retiring: 'warn',
  removed: 'plain',
};

interface TableProps {
  readonly keys: readonly SigningKey[];
  readonly onRevoke: (key: SigningKey) => void;
}

function Table({ keys, onRevoke }: TableProps) {
  const { settings } = useConsoleTexts();
  const texts = settings.signing;
  const format = useFormat();
  return (
    <table aria-label={texts.title} className="table lines">
      <thead>
        <tr>
          <th scope="col">{texts.columns.id}</th>
          <th scope="col">{texts.columns.state}</th>
          <th scope="col">{texts.columns.keys}</th>
          <th scope="col">{texts.columns.created}</th>
          <th scope="col">
            <span className="hidden-visually">{texts.revoke}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <td>
              <code>{key.id}</code>
            </td>
            <td className="status">
              <Badge tone={tones[key.state]}>{texts.states[key.state]}</Badge>
            </td>
            <td data-label={texts.columns.keys}>
              {format.number(key.liveKeys.count)}
              {key.liveKeys.more && '+'}
            </td>
            <td className="wide-only" data-label={texts.columns.created}>
              <DateOf at={key.createdAt} />
            </td>
            <td className="acts">
              <Button kind="danger" onClick={() => onRevoke(key)}>
                {texts.revoke}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
