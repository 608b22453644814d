import { type IssuedKey, tokenOf, type Workspace } from '@lostwax/client';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { useIssue } from '../../keys/issue-calls.ts';
import { LostAnswer } from '../../keys/lost-answer.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { certificateCommand, testMethodOf } from './test-key.ts';

export interface KeyStepProps {
  readonly of: Workspace;
  readonly issued: IssuedKey | undefined;
  readonly onIssued: (issued: IssuedKey) => void;
}

const TEST_SECONDS = 90 * 86_400;

/** Whether 90 days are within the maximum lifetime; if not, the key gets the maximum. */
const isLong = (longest: number | null): boolean => longest === null || longest >= TEST_SECONDS;

/** Creates a key for a test customer, with all permissions, in one click. */
export function KeyStep({ of, issued, onIssued }: KeyStepProps) {
  const { setup } = useConsoleTexts();
  const texts = setup.key;
  const issue = useIssue();
  const method = testMethodOf(of.methods);
  useEffect(() => {
    if (issue.issued !== undefined && issue.issued !== issued) onIssued(issue.issued);
  }, [issue.issued, issued, onIssued]);
  if (method === undefined) {
    return (
      <div className="stack">
        <p>{texts.certificate}</p>
        <CodeBlock code={certificateCommand(of.slug, texts.customer)} label={setup.call.command} />
        <KeyTypes of={of} />
      </div>
    );
  }
  const create = (): void =>
    issue.make({
      customer: texts.customer,
      name: texts.name,
      method,
      scopes: of.scopes ?? Object.keys(of.scopeTexts),
      expiry: isLong(of.longestLifeSeconds) ? '90' : 'never',
      day: '',
    });
  return (
    <div className="stack">
      <p>{texts.about}</p>
      {issue.lost !== undefined && <LostAnswer keyId={issue.lost} />}
      <CallFailure error={issue.failure} />
      {issued !== undefined && (
        <>
          <CodeBlock code={tokenOf(issued)} label={texts.label} />
          <p className="hint">{texts.once}</p>
        </>
      )}
      <div className="buttons">
        <Button busy={issue.busy} kind="main" onClick={create}>
          {issued === undefined ? texts.create : texts.again}
        </Button>
      </div>
      <KeyTypes of={of} />
    </div>
  );
}

function KeyTypes({ of }: { readonly of: Workspace }) {
  const { setup } = useConsoleTexts();
  const may = useAllowed();
  if (!may('admin', of.slug)) return null;
  return (
    <p className="hint">
      {setup.key.types} <Link href="/settings/key-types">{setup.key.choose}</Link>
    </p>
  );
}
