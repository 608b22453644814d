import { type IssuedKey, tokenOf } from '@lostwax/client';
import { useState } from 'react';
import { useSession } from '../app/session.tsx';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Copy } from '../ui/copy.tsx';
import { Note } from '../ui/states.tsx';
import { KeyName } from './key-name.tsx';
import { LiveSign } from './live-sign.tsx';
import { maskedKey } from './masked.ts';

/** A new key, this once: its text is in the state of the screen that asked for it, and goes with it. */
export function NewKeyShown({
  issued,
  onCopied,
}: {
  readonly issued: IssuedKey;
  /** Hears when the key was copied, whole or in one of the lines that hold it. */
  readonly onCopied: () => void;
}) {
  const { key } = issued;
  const token = tokenOf(issued);
  const texts = useTexts();
  const { info } = useSession();
  const [shown, show] = useState(false);
  const masked = maskedKey(key);
  const variable = `${(info.workspace?.slug ?? key.workspace).toUpperCase().replaceAll('-', '_')}_API_KEY`;
  const address = info.workspace?.apiUrl ?? texts.create.address;
  const lines = [
    { label: texts.create.env, lineWith: (text: string) => `${variable}=${text}` },
    {
      label: texts.create.curl,
      lineWith: (text: string) => `curl -H "Authorization: Bearer ${text}" ${address}`,
    },
  ];
  return (
    <div className="shown">
      <KeyName of={key} />
      <Note kind="warn">
        <p>{texts.create.once}</p>
      </Note>
      <div className="secret-line">
        {/* Who selects and copies it by hand has copied it too. */}
        <code
          className={shown ? 'secret' : 'secret masked'}
          data-key-text={shown || undefined}
          onCopy={onCopied}
        >
          {shown ? token : masked.replace('…', '•'.repeat(24))}
        </code>
        <div className="buttons">
          <Button aria-pressed={shown} onClick={() => show(!shown)}>
            {shown ? texts.newKey.hide : texts.newKey.show}
            <span className="hidden-visually"> {texts.create.key}</span>
          </Button>
          <Copy kind="main" label={texts.create.key} onCopied={onCopied} text={token} />
        </div>
      </div>
      <LiveSign changedAt={key.createdAt} keyId={key.id} />
      {lines.map(({ label, lineWith }) => (
        <div className="given" key={label}>
          <p className="label">{label}</p>
          <code className="line">{lineWith(masked)}</code>
          <Copy label={label} onCopied={onCopied} text={lineWith(token)} />
        </div>
      ))}
    </div>
  );
}
