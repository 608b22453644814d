import type { Key } from '@lostwax/client';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from '../app/now.ts';
import { useSession } from '../app/session.tsx';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { type Advice, adviceOf, isAccepted, isLive } from './advice.ts';
import { useKey } from './calls.ts';
import { Confirm } from './confirm.tsx';
import { KeyName, KeyStateOf } from './key-name.tsx';
import { LastUsed } from './last-used.tsx';
import { LiveSign } from './live-sign.tsx';
import { choicesWithin, OverlapFields, useOverlap } from './overlap.tsx';
import { useReviving } from './reviving.ts';
import { useKeysScope } from './scope.tsx';

/** A rotation is refetched: someone else may end one of its keys. */
const PAUSE_MS = 5_000;
/** A record counts as fresh for this long. */
const FRESH_MS = 3 * PAUSE_MS;
const HOUR_MS = 3_600_000;

/** The advice if only the old key works: undo the rotation, or ask someone who can. */
type WayOut = 'undo' | 'ask' | 'provider';

/** The rotation that a key is part of, as the old or the new key, while the old key is live. */
export function Rotation({ of }: { readonly of: Key }) {
  const old = useKey(of.replacedBy === null ? of.replaces : of.id, () => PAUSE_MS);
  const successor = useKey(old.data?.replacedBy ?? null, () => PAUSE_MS);
  const part = old.data?.id === of.id || old.data?.replacedBy === of.id;
  if (!part || old.data === undefined || successor.data === undefined || !isLive(old.data)) return null;
  return <BothKeys old={old.data} reads={[old, successor]} successor={successor.data} />;
}

interface BothKeysProps {
  readonly old: Key;
  readonly successor: Key;
  readonly reads: readonly UseQueryResult[];
}

/** Both keys side by side until the old one expires, with the rotation's actions. */
function BothKeys({ old, successor, reads }: BothKeysProps) {
  const texts = useTexts();
  const format = useFormat();
  const scope = useKeysScope();
  const { mayUndo, latestEnd } = useReviving(old, successor);
  const now = useNow(1_000);
  const [asking, ask] = useState<'end' | 'move' | 'undo'>();
  const close = (): void => ask(undefined);
  const ends = old.expiresAt ?? successor.createdAt;
  const fresh = reads.every(({ dataUpdatedAt }) => now - dataUpdatedAt < FRESH_MS);
  const advice = adviceOf(old, successor, fresh);
  const both = isAccepted(old) && isAccepted(successor);
  const only = advice.is === 'onlyOld';
  const byProvider = useSession().info.kind === 'portal' && successor.disabledBy === 'producer';
  const advised = byProvider ? 'provider' : mayUndo ? 'undo' : 'ask';
  const hours = Math.floor((latestEnd - now) / HOUR_MS);
  return (
    <section aria-labelledby="lostwax-rotation" className="section">
      <Heading id="lostwax-rotation">{only ? texts.rotate.unfinished : texts.rotate.both}</Heading>
      {both && <p className="soft">{texts.rotate.bothIntro(format.moment(ends))}</p>}
      <div className="pair">
        <Side label={texts.rotate.old} note={texts.rotate.ends(format.relative(ends, now))} of={old} />
        <Side label={texts.rotate.new} of={successor} />
      </div>
      <AdviceNote wayOut={advised} of={advice} />
      {scope.may('rotate') && (
        <div className="buttons">
          {hours >= 1 && <Button onClick={() => ask('move')}>{texts.rotate.move}</Button>}
          {mayUndo && <Button onClick={() => ask('undo')}>{texts.rotate.undo}</Button>}
          {!only && (
            <Button kind="danger" onClick={() => ask('end')}>
              {texts.rotate.end}
            </Button>
          )}
        </div>
      )}
      {asking === 'end' && (
        <Confirm
          about={
            <>
              <p>{texts.rotate.endText}</p>
              <AdviceNote wayOut={advised} of={advice} />
            </>
          }
          confirm={texts.rotate.end}
          dangerous
          deed={() => ({ do: 'endOverlap', successor: successor.id })}
          of={old}
          onClose={close}
          title={texts.rotate.endTitle}
        />
      )}
      {asking === 'undo' && (
        <Confirm
          about={<p>{texts.rotate.undoText}</p>}
          by={old}
          confirm={texts.rotate.undo}
          dangerous
          deed={() => ({ do: 'undoRotation' })}
          of={successor}
          onClose={close}
          title={texts.rotate.undoTitle}
        />
      )}
      {asking === 'move' && <Move hours={hours} of={old} onClose={close} />}
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

/** Whether the old key can be retired, as far as known. */
function AdviceNote({ of, wayOut }: { readonly of: Advice; readonly wayOut: WayOut }) {
  const { rotate, keys } = useTexts();
  const format = useFormat();
  switch (of.is) {
    case 'onlyOld':
      return (
        <div className="note bad">
          <p>
            {wayOut === 'provider' ? rotate.onlyOldByProvider : rotate.onlyOld(keys.states[of.state])}{' '}
            {wayOut !== 'provider' && rotate.wayOut[wayOut]}
          </p>
        </div>
      );
    case 'stillUsed':
      return <p>{rotate.stillUsed(format.moment(of.at))}</p>;
    case 'safe':
      return <p>{rotate.safe(format.clock(of.until))}</p>;
    default:
      return <p>{rotate.advice[of.is]}</p>;
  }
}

interface MoveProps {
  readonly of: Key;
  /** The latest expiration, in whole hours from now. */
  readonly hours: number;
  readonly onClose: () => void;
}

function Move({ of, hours, onClose }: MoveProps) {
  const texts = useTexts();
  const choices = choicesWithin(hours);
  const overlap = useOverlap(choices.includes('day') ? 'day' : 'hour', hours);
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
      <OverlapFields choices={choices} overlap={overlap} />
    </Confirm>
  );
}
