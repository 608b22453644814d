import type { Key } from '@lostwax/client';
import { Link } from 'wouter';
import { useSession } from '../app/session.tsx';
import { useTexts } from '../texts/texts.ts';
import { Copy } from '../ui/copy.tsx';
import { Fact } from '../ui/fact.tsx';
import { Moment } from '../ui/time.tsx';
import { LastUsed } from './last-used.tsx';
import { clientOf, madeFor } from './pair/client.ts';
import { type MoreFact, useKeysScope } from './scope.tsx';
import { Scopes } from './scopes.tsx';

/** The details in a key's record. */
export function KeyFacts({ of }: { readonly of: Key }) {
  const texts = useTexts();
  const more = useKeysScope().moreFacts?.(of) ?? [];
  const idName = of.method === 'oauth-client' ? texts.oauth.clientId : texts.key.id;
  const made = madeFor(of.method, clientOf(of));
  const methods = useSession().info.workspace?.methods ?? [];
  return (
    <dl className="fact-rows">
      {more.filter(({ first }) => first).map(shown)}
      <Fact name={idName}>
        <code>{of.id}</code> <Copy kind="quiet" label={idName} text={of.id} />
      </Fact>
      <Fact name={made === 'certificate' ? texts.pair.fingerprint : texts.key.ending}>
        <code>{of.ending}</code>
      </Fact>
      {(of.method !== 'signed' || methods.length > 1) && (
        <Fact name={texts.create.method}>{texts.methods[of.method].name}</Fact>
      )}
      {of.clientAuthentication !== null && (
        <Fact name={texts.pair.client}>{texts.pair.clients[clientOf(of)].name}</Fact>
      )}
      <Fact name={texts.keys.columns.scopes}>
        <Scopes of={of.scopes} />
      </Fact>
      <Fact name={of.imported ? texts.keys.columns.imported : texts.keys.columns.created}>
        <Moment at={of.createdAt} />
      </Fact>
      <Fact name={texts.keys.columns.lastUsed}>
        <LastUsed of={of} />
      </Fact>
      {of.state !== 'revoked' && (
        <Fact name={of.state === 'expired' ? texts.keys.states.expired : texts.key.expires}>
          {of.expiresAt === null ? texts.keys.never : <Moment at={of.expiresAt} />}
        </Fact>
      )}
      {more.filter(({ first }) => !first).map(shown)}
      {of.revokedAt !== null && (
        <Fact name={texts.keys.states.revoked}>
          <Moment at={of.revokedAt} />
        </Fact>
      )}
      {of.replaces !== null && (
        <Fact name={texts.key.predecessor}>
          <Link href={`/keys/${of.replaces}`}>
            <code>{of.replaces}</code>
          </Link>
        </Fact>
      )}
      {of.replacedBy !== null && (
        <Fact name={texts.key.successor}>
          <Link href={`/keys/${of.replacedBy}`}>
            <code>{of.replacedBy}</code>
          </Link>
        </Fact>
      )}
    </dl>
  );
}

function shown({ name, content }: MoreFact) {
  return (
    <Fact key={name} name={name}>
      {content}
    </Fact>
  );
}
