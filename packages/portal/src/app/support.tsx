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

/** The way to the producer's support below an error that only the producer can help with, where it has named one. */
export function SupportForError({ error }: { readonly error: unknown }) {
  const { shell } = useTexts();
  const info = useContext(SessionContext)?.info;
  const url = info?.kind === 'portal' ? info.workspace?.supportUrl : undefined;
  if (!url || !(needsProvider.has(codeOf(error)) || isUnexpected(error))) return null;
  return (
    <p>
      <a href={url} rel="noopener" target={url.startsWith('mailto:') ? undefined : '_blank'}>
        {shell.support}
      </a>
    </p>
  );
}

/** Neither a refusal nor a lost connection. */
function isUnexpected(error: unknown): boolean {
  return (
    codeOf(error) === undefined && error instanceof Error && error.name === 'Error' && mayHelpToRepeat(error)
  );
}
