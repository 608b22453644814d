import { type AuditEntry, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { textOf } from '../../history/entry-text.ts';
import { workspaceData } from '../../keys/calls.ts';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { ActorName } from '../actor-name.tsx';
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
  const name = textOf(entry, 'name');
  const id = textOf(entry, 'customer');
  const customer = names.customer(id) ?? id ?? textOf(entry, 'person');
  // A customer's change of name has it twice.
  const about = Array.from(new Set([name, customer]))
    .filter((it) => it !== undefined && it !== '')
    .join(' · ');
  return (
    <li>
      <span className="activity-what">
        <strong>{actions[entry.action] ?? entry.action}</strong>
        {entry.keyId === null ? (
          about !== '' && <bdi>{about}</bdi>
        ) : (
          <Link href={`/keys/${entry.keyId}`}>
            {about === '' ? <code>{entry.keyId}</code> : <bdi>{about}</bdi>}
          </Link>
        )}
      </span>
      <span className="activity-who">
        <ActorName id={entry.actor} name={entry.actorName ?? undefined} names={names} />
      </span>
      <Ago at={entry.at} />
    </li>
  );
}
