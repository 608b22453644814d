import type { IssuedKey } from '@lostwax/client';
import { useSession } from '../app/session.tsx';
import { useTexts } from '../texts/texts.ts';
import { Copy } from '../ui/copy.tsx';
import { Note } from '../ui/states.tsx';
import { KeyName } from './key-name.tsx';
import { LiveSign } from './live-sign.tsx';

/** A new key, this once: its text stands in the state of the screen that asked for it, and goes with it. */
export function NewKeyShown({ issued: { key, token } }: { readonly issued: IssuedKey }) {
  const texts = useTexts();
  const { info } = useSession();
  const variable = `${(info.workspace?.slug ?? key.workspace).toUpperCase().replaceAll('-', '_')}_API_KEY`;
  const lines = [
    {
      label: texts.create.env,
      shown: `${variable}=${short(token)}`,
      text: `${variable}=${token}`,
    },
    {
      label: texts.create.curl,
      shown: `curl -H "Authorization: Bearer ${short(token)}" ${texts.create.address}`,
      text: `curl -H "Authorization: Bearer ${token}" ${texts.create.address}`,
    },
  ];
  return (
    <div className="shown">
      <KeyName of={key} />
      <Note kind="warn">
        <p>{texts.create.once}</p>
      </Note>
      <div className="given">
        <code className="secret" data-key-text>
          {token}
        </code>
        <Copy kind="main" label={texts.create.key} text={token} />
      </div>
      <LiveSign changedAt={key.createdAt} keyId={key.id} />
      {lines.map(({ label, shown, text }) => (
        <div className="given" key={label}>
          <p className="label">{label}</p>
          <code className="line">{shown}</code>
          <Copy label={label} text={text} />
        </div>
      ))}
    </div>
  );
}

/** Enough to see which it is; whoever wants it whole copies it. */
function short(token: string): string {
  return `${token.slice(0, 12)}…${token.slice(-6)}`;
}
