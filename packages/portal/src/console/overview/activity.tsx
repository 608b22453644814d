import { type AuditEntry, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useTexts } from '../../texts/texts.ts';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
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
  return (
    <Card actions={<Link href="/audit">{texts.allActivity}</Link>} title={texts.activity}>
      <Loaded query={latest}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{texts.noActivity}</p>
          ) : (
            <ul className="activity">
              {items.map((entry) => (
                <Event entry={entry} key={entry.seq} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function Event({ entry }: { readonly entry: AuditEntry }) {
  const { audit } = useConsoleTexts();
  const { history } = useTexts();
  const actions: Readonly<Record<string, string>> = audit.actions;
  const actors: Readonly<Record<string, string>> = { system: history.system, self: history.self };
  const name = textOf(entry, 'name') ?? textOf(entry, 'keyName');
  const customer = textOf(entry, 'customer') ?? textOf(entry, 'person');
  const about = [name, customer].filter((it) => it !== undefined).join(' · ');
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
        <bdi>{entry.actorName ?? actors[entry.actor] ?? entry.actor}</bdi>
      </span>
      <Ago at={entry.at} />
    </li>
  );
}

function textOf(entry: AuditEntry, member: string): string | undefined {
  const value = entry.texts?.[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
