import { type AuditEntry, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { isImport, textOf } from '../../history/entry-text.ts';
import { workspaceData } from '../../keys/calls.ts';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { ActorName } from '../actor-name.tsx';
import { subjectOf } from '../audit/subject.tsx';
import { customerPlace } from '../customers/place.ts';
import { type NamesById, useNames } from '../names.ts';
import { useConsoleTexts } from '../texts/texts.ts';

const SHOWN = 8;
const REFRESH_MS = 10_000;

/** The latest of the audit log. */
export function Activity({ slug }: { readonly slug: string }) {
  const { overview: texts } = useConsoleTexts();
  const { client } = useSession();
  const latest = useQuery({
    queryKey: [...workspaceData(slug), 'activity'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/audit', {
          params: { path: { workspace: slug }, query: { limit: SHOWN } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
  });
  const entries = latest.data?.items ?? [];
  const names = useNames({
    actors: entries.map(({ actor }) => actor),
    customers: entries.map((entry) => textOf(entry, 'customer')),
    keys: entries.map(({ keyId }) => keyId),
  });
  return (
    <Card actions={<Link href="/audit">{texts.allActivity}</Link>} title={texts.activity}>
      <Loaded query={latest}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{texts.noActivity}</p>
          ) : (
            <ul className="activity">
              {items.map((entry) => (
                <Event entry={entry} key={entry.seq} names={names} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function Event({ entry, names }: { readonly entry: AuditEntry; readonly names: NamesById }) {
  const { audit } = useConsoleTexts();
  const actions: Readonly<Record<string, string>> = audit.actions;
  const { key, customer, other } = subjectOf(entry, names);
  return (
    <li>
      <span className="activity-what">
        <strong>{isImport(entry) ? audit.imported : (actions[entry.action] ?? entry.action)}</strong>
        {key && (
          <Link href={`/keys/${key.id}`}>
            <bdi>{key.name}</bdi>
          </Link>
        )}
        {key && customer && <span aria-hidden="true">·</span>}
        {customer && (
          <Link href={customerPlace(customer.id)}>
            <bdi>{customer.name}</bdi>
          </Link>
        )}
        {other !== undefined && <bdi>{other}</bdi>}
      </span>
      <span className="activity-who">
        <ActorName id={entry.actor} name={entry.actorName ?? undefined} names={names} />
      </span>
      <Ago at={entry.at} />
    </li>
  );
}
