import { tokenOf } from '@lostwax/client';
import { useState } from 'react';
import { useSession } from '../app/session.tsx';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Copy } from '../ui/copy.tsx';
import { Note } from '../ui/states.tsx';
import { KeyName } from './key-name.tsx';
import { guideFor } from './lines-for.ts';
import { LiveSign } from './live-sign.tsx';
import { maskedKey } from './masked.ts';
import { PairShown } from './pair/pair-shown.tsx';
import type { ShownKey } from './shown-key.ts';

interface NewKeyShownProps {
  readonly issued: ShownKey;
  /** Called when the key was copied, alone or in one of the snippets that contain it, or its files were saved. */
  readonly onCopied: () => void;
}

/** A new key, shown only once: it is in the state of the screen that requested it, and is dropped with it. */
export function NewKeyShown({ issued, onCopied }: NewKeyShownProps) {
  if (issued.token !== null) return <TokenShown issued={issued} onCopied={onCopied} />;
  return <PairShown of={issued.key} onSaved={onCopied} pair={issued.pair} />;
}

function TokenShown({ issued, onCopied }: NewKeyShownProps) {
  const { key } = issued;
  const token = tokenOf(issued);
  const texts = useTexts();
  const { info } = useSession();
  const [shown, show] = useState(false);
  const masked = maskedKey(key);
  const guide = guideFor(issued, info.workspace, texts);
  return (
    <div className="shown">
      <KeyName of={key} />
      <Note kind="warn">
        <p>{guide.once}</p>
      </Note>
      {guide.parts.map(({ name, text }) => (
        <div className="given" key={name}>
          <p className="label">{name}</p>
          <code className="line">{text}</code>
          <Copy label={name} text={text} />
        </div>
      ))}
      <div>
        {guide.parts.length > 0 && <p className="label secret-label">{guide.key}</p>}
        <div className="secret-line">
          {/* Selecting and copying it by hand counts as copied too. */}
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
              <span className="hidden-visually"> {guide.key}</span>
            </Button>
            <Copy kind="main" label={guide.key} onCopied={onCopied} text={token} />
          </div>
        </div>
      </div>
      <LiveSign changedAt={key.createdAt} keyId={key.id} />
      {guide.lines.map(({ label, lineWith }) => (
        <div className="given" key={label}>
          <p className="label">{label}</p>
          <code className="line">{lineWith(masked)}</code>
          <Copy label={label} onCopied={onCopied} text={lineWith(token)} />
        </div>
      ))}
    </div>
  );
}
