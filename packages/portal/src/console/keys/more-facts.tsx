import type { Key } from '@lostwax/client';
import type { MoreFact } from '../../keys/scope.tsx';
import { ActorName } from '../actor-name.tsx';
import { ADMINISTRATORS } from '../permissions.ts';
import type { ConsoleTexts } from '../texts/texts.ts';
import { Owner } from './owner.tsx';

/** Key details that only the producer sees. */
export function moreFactsOf(key: Key, { keys, admins, revokeMany }: ConsoleTexts): readonly MoreFact[] {
  const administrators = key.workspace === ADMINISTRATORS;
  return [
    {
      name: administrators ? admins.who : keys.customer,
      content: <Owner linked={!administrators} of={key} />,
      first: true,
    },
    { name: revokeMany.createdBy, content: <ActorName id={key.createdBy} /> },
    ...(key.createdIn === null
      ? []
      : [{ name: revokeMany.createdIn, content: <code>{key.createdIn}</code> }]),
    ...objectFact(keys.claims, key.claims),
    ...objectFact(keys.metadata, key.metadata),
  ];
}

function objectFact(name: string, value: object): readonly MoreFact[] {
  return Object.keys(value).length === 0 ? [] : [{ name, content: <code>{JSON.stringify(value)}</code> }];
}
