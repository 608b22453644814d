import { ProblemError } from '@lostwax/client';
import { useEffect, useRef } from 'react';
import { useTexts } from '../texts/texts.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';

/** The key id that a refused repeat names; `undefined` of any other error. */
export function lostKeyId(error: unknown): string | undefined {
  return error instanceof ProblemError && error.code === 'idempotency_replayed' ? error.keyIds[0] : undefined;
}

/** The first answer was lost: the key is there and its text is not. Says so, and leads to what is to be done. */
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
