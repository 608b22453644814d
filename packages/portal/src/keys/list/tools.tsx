import { SearchField, useAsk } from '../../app/asked.tsx';
import { searchFor } from '../../found/key-text.ts';
import { useTexts } from '../../texts/texts.ts';

const states = ['active', 'disabled', 'expired', 'revoked'] as const;

/**
 * Search and status filter of a key list. If a complete key is pasted, the search uses its ID or ending: the key itself never
 * gets into a URL.
 */
export function KeyTools({ state }: { readonly state: string }) {
  const { keys, keyList } = useTexts();
  const ask = useAsk();
  return (
    <search className="tools">
      <SearchField label={keys.search} name="q" read={searchFor} />
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
