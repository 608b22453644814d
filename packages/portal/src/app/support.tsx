import { useContext } from 'react';
import { codeOf, mayHelpToRepeat } from '../api/errors.ts';
import { useTexts } from '../texts/texts.ts';
import { SessionContext } from './session.tsx';

/** What a customer cannot put right alone. */
const needsProvider: ReadonlySet<string | undefined> = new Set([
  'key_limit_reached',
  'customer_suspended',
  'disabled_by_producer',
  'scope_not_allowed',
  'claim_registered',
  'token_too_long',
  'insufficient_scope',
  'internal_error',
]);

/** The way to the producer's support, for a customer; nothing where the producer has named none. */
export function SupportLink() {
  const { shell } = useTexts();
  const info = useContext(SessionContext)?.info;
  const url = info?.kind === 'portal' ? info.workspace?.supportUrl : undefined;
  if (!url) return null;
  return (
    <a href={url} rel="noopener" target={url.startsWith('mailto:') ? undefined : '_blank'}>
      {shell.support}
    </a>
  );
}

/** The same below an error that only the producer can help with. */
export function SupportForError({ error }: { readonly error: unknown }) {
  if (!(needsProvider.has(codeOf(error)) || isUnexpected(error))) return null;
  return (
    <p>
      <SupportLink />
    </p>
  );
}

/** Neither a refusal nor a lost connection. */
function isUnexpected(error: unknown): boolean {
  return (
    codeOf(error) === undefined && error instanceof Error && error.name === 'Error' && mayHelpToRepeat(error)
  );
}
