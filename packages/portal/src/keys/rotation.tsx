import type { Key } from '@lostwax/client';
import { useState } from 'react';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { useKey } from './calls.ts';
import { Confirm } from './confirm.tsx';
import { KeyName, KeyStateOf } from './key-name.tsx';
import { LastUsed } from './last-used.tsx';
import { LiveSign } from './live-sign.tsx';
import { OverlapFields, useOverlap } from './overlap.tsx';
import { useKeysScope } from './scope.tsx';

export function isLive({ state }: Key): boolean {
  return state === 'active' || state === 'disabled';
}

/** The rotation that a key is part of, while its old key lives: seen from the old key and from the new. */
export function Rotation({ of }: { readonly of: Key }) {
  const old = useKey(of.replacedBy === null ? of.replaces : null).data ?? of;
  const successor = useKey(old.replacedBy).data;
  const part = old.id === of.id || old.replacedBy === of.id;
  if (!part || old.replacedBy === null || successor === undefined || !isLive(old)) return null;
  return <BothKeys old={old} successor={successor} />;
}

const PAUSE_MS = 5_000;

/** Both keys side by side until the old one ends, and what can be done about its end. */
function BothKeys({ old: first, successor }: { readonly old: Key; readonly successor: Key }) {
  const texts = useTexts();
  const format = useFormat();
  const { may } = useKeysScope();
  const old = useKey(first.id, () => PAUSE_MS).data ?? first;
  const [asking, ask] = useState<'end' | 'move' | 'undo'>();
  const close = (): void => ask(undefined);
  const ends = old.expiresAt ?? successor.createdAt;
  return (
    <section aria-labelledby="lostwax-rotation" className="section">
      <h2 id="lostwax-rotation">{texts.rotate.both}</h2>
      <p className="soft">{texts.rotate.bothIntro(format.moment(ends))}</p>
      <div className="pair">
        <Side label={texts.rotate.old} note={texts.rotate.ends(format.relative(ends, Date.now()))} of={old} />
        <Side label={texts.rotate.new} of={successor} />
      </div>
      <p>
        <Advice old={old} since={successor.createdAt} />
      </p>
      {may('rotate') && (
        <div className="buttons">
          <Button onClick={() => ask('move')}>{texts.rotate.move}</Button>
          <Button onClick={() => ask('undo')}>{texts.rotate.undo}</Button>
          <Button kind="danger" onClick={() => ask('end')}>
            {texts.rotate.end}
          </Button>
        </div>
      )}
      {asking === 'end' && (
        <Confirm
          confirm={texts.rotate.end}
          dangerous
          deed={() => ({ do: 'endOverlap' })}
          of={old}
          onClose={close}
          title={texts.rotate.endTitle}
        >
          <p>{texts.rotate.endText}</p>
          <p>
            <Advice old={old} since={successor.createdAt} />
          </p>
        </Confirm>
      )}
      {asking === 'undo' && (
        <Confirm
          by={old}
          confirm={texts.rotate.undo}
          dangerous
          deed={() => ({ do: 'undoRotation' })}
          of={successor}
          onClose={close}
          title={texts.rotate.undoTitle}
        >
          <p>{texts.rotate.undoText}</p>
        </Confirm>
      )}
      {asking === 'move' && <Move of={old} onClose={close} />}
    </section>
  );
}

function Side({ of, label, note }: { readonly of: Key; readonly label: string; readonly note?: string }) {
  const texts = useTexts();
  return (
    <div className="side">
      <p className="label">{label}</p>
      <KeyName of={of} to={`/keys/${of.id}`} />
      <dl className="side-facts">
        <dt>{texts.keys.columns.state}</dt>
        <dd>
          <KeyStateOf of={of} />
        </dd>
        <dt>{texts.keys.columns.lastUsed}</dt>
        <dd>
          <LastUsed of={of} />
        </dd>
      </dl>
      {note === undefined ? <LiveSign changedAt={of.createdAt} keyId={of.id} /> : <p>{note}</p>}
    </div>
  );
}

/** A key that was in use is called safe to end only after a day without a use: programs may call once a night. */
const QUIET_MS = 86_400_000;

/** Whether the old key seems to be in use still. Where not every use is reported, nothing is said to be safe. */
function Advice({ old, since }: { readonly old: Key; readonly since: string }) {
  const texts = useTexts();
  const format = useFormat();
  const usedSince = old.lastUsedAt !== null && Date.parse(old.lastUsedAt) > Date.parse(since);
  if (usedSince) return texts.rotate.stillUsed(format.moment(old.lastUsedAt ?? since));
  if (old.usageTracking !== 'full') return texts.rotate.unknownUse;
  const quiet = old.lastUsedAt === null || Date.now() - Date.parse(since) > QUIET_MS;
  return quiet ? texts.rotate.safe : texts.rotate.notYetUsed;
}

function Move({ of, onClose }: { readonly of: Key; readonly onClose: () => void }) {
  const texts = useTexts();
  const overlap = useOverlap('day');
  return (
    <Confirm
      confirm={texts.actions.save}
      deed={() => {
        const seconds = overlap.read();
        if (seconds === undefined) return undefined;
        return { do: 'moveOverlap', endsAt: new Date(Date.now() + seconds * 1_000).toISOString() };
      }}
      of={of}
      onClose={onClose}
      title={texts.rotate.moveTitle}
    >
      <OverlapFields choices={['hour', 'day', 'week', 'own']} overlap={overlap} />
    </Confirm>
  );
}
