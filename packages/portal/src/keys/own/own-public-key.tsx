import type { NewKey } from '@lostwax/client';
import { readGivenPublicKey } from '@lostwax/core/given';
import { useImperativeHandle, useState } from 'react';
import { PemField } from './pem-field.tsx';
import type { ReaderSlot } from './reader.ts';
import { useOwnTexts } from './texts/texts.ts';
import { readGiven } from './wrong-key.ts';

/** A public key of an OAuth client, which the customer already has. */
export function OwnPublicKey({ reader }: { readonly reader: ReaderSlot }) {
  const texts = useOwnTexts();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const read = text.trim() === '' ? undefined : readGiven(() => readGivenPublicKey(text), texts, 'publicKey');
  useImperativeHandle(reader, () => async () => {
    setMissing(read === undefined);
    if (read?.value === undefined) return undefined;
    // The API's description has no type for the members of a JWK.
    return { clientKey: read.value as unknown as NonNullable<NewKey['clientKey']> };
  });
  return (
    <PemField
      accept=".pem,.pub,.key,.der,.jwk,.json,.txt"
      hint={texts.publicKey.hint}
      kind="PUBLIC KEY"
      label={texts.publicKey.label}
      onChange={setText}
      value={text}
      wrong={missing && read === undefined ? texts.wrong.noPublicKey : read?.wrong}
    />
  );
}
