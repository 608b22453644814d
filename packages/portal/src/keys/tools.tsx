import { useSearchParams } from 'wouter';
import { SearchField, useAsk } from '../app/asked.tsx';
import { keyIdIn } from '../found/key-text.ts';
import { useTexts } from '../texts/texts.ts';

const states = ['active', 'disabled', 'expired', 'revoked'] as const;

/** Search and state of a list of keys. A whole key that was pasted is looked for by its id: its text goes into no address. */
export function KeyTools() {
  const texts = useTexts();
  const [params] = useSearchParams();
  const ask = useAsk();
  return (
    <search className="tools">
      <SearchField label={texts.keys.search} name="q" read={(text) => keyIdIn(text) ?? text.trim()} />
      <select
        aria-label={texts.keys.state}
        onChange={(event) => ask({ state: event.target.value })}
        value={params.get('state') ?? ''}
      >
        <option value="">{texts.keys.all}</option>
        {states.map((state) => (
          <option key={state} value={state}>
            {texts.keys.states[state]}
          </option>
        ))}
      </select>
    </search>
  );
}
