import { useSession } from '../app/session.tsx';
import { useTexts } from '../texts/texts.ts';

/** The producer's description of a scope; the scope itself if there is none. */
function useScopeWords(): (scope: string) => string {
  const { info } = useSession();
  return (scope) => info.workspace?.scopes.find((known) => known.scope === scope)?.description ?? scope;
}

export function Scopes({
  of: scopes,
  most = scopes.length,
}: {
  readonly of: readonly string[];
  readonly most?: number;
}) {
  const texts = useTexts();
  const words = useScopeWords();
  if (scopes.length === 0) return <span className="soft">{texts.keys.noScopes}</span>;
  const rest = scopes.length - most;
  return (
    <ul className="scopes">
      {scopes.slice(0, most).map((scope) => (
        <li key={scope} title={scope}>
          <bdi>{words(scope)}</bdi>
        </li>
      ))}
      {rest > 0 && <li className="soft">{texts.keys.more(rest)}</li>}
    </ul>
  );
}
