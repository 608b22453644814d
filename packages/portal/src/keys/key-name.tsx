import type { Key } from '@lostwax/client';
import { Link } from 'wouter';
import { useTexts } from '../texts/texts.ts';

/** How keys are told apart, since all begin alike: name, key id, last six characters. Names are others' text, so each stands alone. */
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

export function KeyStateOf({ of: { state } }: { readonly of: Key }) {
  const texts = useTexts();
  return <span className={`state ${state}`}>{texts.keys.states[state]}</span>;
}
