import { SearchField, useAsk } from '../../app/asked.tsx';
import { keyIdIn } from '../../found/key-text.ts';
import { useTexts } from '../../texts/texts.ts';

const states = ['active', 'disabled', 'expired', 'revoked'] as const;

/** Search and status of a list of keys. A whole key that was pasted is looked for by its ID: its text goes into no address. */
export function KeyTools({ state }: { readonly state: string }) {
  const { keys, keyList } = useTexts();
  const ask = useAsk();
  return (
    <search className="tools">
      <SearchField label={keys.search} name="q" read={(text) => keyIdIn(text) ?? text.trim()} />
      <select aria-label={keys.state} onChange={(event) => ask({ state: event.target.value })} value={state}>
        <option value="">{keyList.live}</option>
        {states.map((one) => (
          <option key={one} value={one}>
            {keys.states[one]}
          </option>
        ))}
        <option value="expiring">{keyList.expiring}</option>
        <option value="all">{keyList.all}</option>
      </select>
    </search>
  );
}
