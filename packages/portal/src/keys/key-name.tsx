import type { Key } from '@lostwax/client';
import { Link } from 'wouter';
import { useTexts } from '../texts/texts.ts';
import { Badge, type Tone } from '../ui/badge.tsx';

/**
 * What distinguishes keys, since they all start the same: name, key ID and last six characters. Names are untrusted text, so each
 * has its own element.
 */
export function KeyName({ of: { name, id, ending }, to }: { readonly of: Key; readonly to?: string }) {
  const texts = useTexts();
  const shown = name === null ? <span className="soft">{texts.keys.unnamed}</span> : <bdi>{name}</bdi>;
  return (
    <div className="key-name">
      {to === undefined ? <strong>{shown}</strong> : <Link href={to}>{shown}</Link>}
      <span className="key-marks">
        <code>{id}</code>{' '}
        <span className="nowrap">
          …<code>{ending}</code>
        </span>
      </span>
    </div>
  );
}

const tones: Readonly<Record<Key['state'], Tone>> = {
  active: 'good',
  disabled: 'warn',
  expired: 'plain',
  revoked: 'plain',
};

export function KeyStateOf({ of: { state } }: { readonly of: Key }) {
  const texts = useTexts();
  return <Badge tone={tones[state]}>{texts.keys.states[state]}</Badge>;
}
