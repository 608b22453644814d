import type { Key } from '@lostwax/client';
import { useTexts } from '../../texts/texts.ts';
import { Choice } from '../../ui/field.tsx';

/** How a new OAuth client authenticates. */
export type ClientProof = 'secret' | 'pair';

/** How an existing OAuth client authenticates. */
export function clientOf({ clientAuthentication }: Pick<Key, 'clientAuthentication'>): ClientProof {
  return clientAuthentication === 'private_key_jwt' ? 'pair' : 'secret';
}

/** Chooses between a client secret and a key pair. */
export function ClientChoice({
  value,
  onChange,
}: {
  readonly value: ClientProof;
  readonly onChange: (value: ClientProof) => void;
}) {
  const { pair } = useTexts();
  return (
    <fieldset className="choices">
      <legend>{pair.client}</legend>
      {(['secret', 'pair'] as const).map((one) => (
        <Choice
          checked={value === one}
          hint={pair.clients[one].hint}
          key={one}
          label={pair.clients[one].name}
          name="client-proof"
          onChange={() => onChange(one)}
          type="radio"
          value={one}
        />
      ))}
    </fieldset>
  );
}
