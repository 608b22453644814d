import type { GivenCertificate } from '@lostwax/core/given';
import { PROOF_SKEW_SECONDS } from '@lostwax/core/proof';
import { useNow } from '../../app/now.ts';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Heading } from '../../ui/heading.tsx';
import { KEY_FILE, signingCommand } from './command.ts';
import { PublicTextField, usePublicText } from './public-text.tsx';
import { useOwnTexts } from './texts/texts.ts';

export interface ProofProps {
  /** What must be signed; undefined as long as the customer is unknown. */
  readonly text: string | undefined;
  /** The time in it, in seconds since the Unix epoch. */
  readonly at: number;
  readonly type: GivenCertificate['publicKey']['type'];
  readonly signature: string;
  readonly wrong: string | undefined;
  /** Never receives a private key. */
  readonly onSignature: (signature: string) => void;
  /** A new time is needed. */
  readonly onRenew: () => void;
}

/** What to sign, how, and a field for the signature. */
export function Proof({ text, at, type, signature, wrong, onSignature, onRenew }: ProofProps) {
  const { proof, wrong: words } = useOwnTexts();
  const format = useFormat();
  const now = useNow(5_000);
  const given = usePublicText(words.private_key_signature, onSignature);
  const until = (at + PROOF_SKEW_SECONDS) * 1_000;
  return (
    <div className="proof">
      <div>
        <Heading>{proof.title}</Heading>
        <p className="hint">{text === undefined ? proof.customerFirst : proof.intro}</p>
      </div>
      {text !== undefined && (
        <>
          <CodeBlock code={text} label={proof.text} />
          <div className="proof-until">
            <p className={now < until ? 'hint' : 'wrong'} role="status">
              {now < until ? proof.until(format.clock(until)) : proof.tooLate}
            </p>
            <Button kind="quiet" onClick={onRenew}>
              {proof.renew}
            </Button>
          </div>
          <CodeBlock code={signingCommand(text, type)} label={proof.command} />
          <p className="hint">{proof.commandHint(KEY_FILE)}</p>
          <PublicTextField
            hint={proof.signatureHint}
            label={proof.signature}
            rows={3}
            text={given}
            value={signature}
            wrong={wrong}
          />
        </>
      )}
    </div>
  );
}
