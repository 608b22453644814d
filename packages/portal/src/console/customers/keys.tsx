import { type Customer, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { KeyTable } from '../../keys/list/table.tsx';
import { useKeysScope } from '../../keys/scope.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

/** Number of keys shown here; the key list has the rest. */
const SHOWN = 10;

/** A customer's newest keys. */
export function CustomerKeys({ of, workspace }: { readonly of: Customer; readonly workspace: string }) {
  const { customers: texts } = useConsoleTexts();
  const { client } = useSession();
  const { may } = useKeysScope();
  const keys = useQuery({
    queryKey: [...workspaceData(workspace), 'keys', { customer: of.id, limit: SHOWN }],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys', {
          params: { path: { workspace }, query: { customer: of.id, limit: SHOWN } as object },
          signal,
        }),
      ),
  });
  const customer = encodeURIComponent(of.id);
  return (
    <section aria-labelledby="lostwax-keys-of" className="section">
      <div className="head">
        <h2 id="lostwax-keys-of">{texts.keys}</h2>
        {may('create') && of.state === 'active' && (
          <ButtonLink to={`/keys/new?customer=${customer}`}>{texts.createKey}</ButtonLink>
        )}
      </div>
      <Loaded query={keys}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <p className="soft">{texts.noKeys}</p>
          ) : (
            <>
              <KeyTable keys={items} label={texts.keys} />
              {nextCursor !== null && (
                <p>
                  <Link href={`/keys?customer=${customer}`}>{texts.allKeys}</Link>
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  );
}
