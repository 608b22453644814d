import { ProblemError } from '@lostwax/client';
import { useEffect, useRef } from 'react';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';

/** The key ID in the error of a refused repeat; `undefined` for any other error. */
export function lostKeyId(error: unknown): string | undefined {
  return error instanceof ProblemError && error.code === 'idempotency_replayed' ? error.keyIds[0] : undefined;
}

/** The first response was lost: the key exists, but its token is lost. Explains this and links to the next step. */
export function LostAnswer({
  keyId,
  rotation = false,
}: {
  readonly keyId: string;
  readonly rotation?: boolean;
}) {
  const texts = useTexts();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (keyId !== '') box.current?.focus();
  }, [keyId]);
  return (
    <div className="note warn" ref={box} role="alert" tabIndex={-1}>
      <Heading>{texts.create.lostTitle}</Heading>
      <p>{rotation ? texts.create.lostRotation : texts.create.lost}</p>
      <p>
        <code>{keyId}</code>
      </p>
      <div className="buttons">
        <ButtonLink to={`/keys/${keyId}`}>{texts.create.look}</ButtonLink>
      </div>
    </div>
  );
}
