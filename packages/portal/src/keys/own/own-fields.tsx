import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../texts/texts.ts';
import { Radios } from '../../ui/radios.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Made } from '../pair/client.ts';
import type { Credential } from '../pair/credential.ts';
import type { Reader, ReaderSlot } from './reader.ts';

// Few customers bring their own, so the first load is without these.
const loads = {
  certificate: () => import('./own-certificate.tsx'),
  publicKey: () => import('./own-public-key.tsx'),
};
const OwnCertificate = lazy(async () => ({ default: (await loads.certificate()).OwnCertificate }));
const OwnPublicKey = lazy(async () => ({ default: (await loads.publicKey()).OwnPublicKey }));

const origins = ['page', 'own'] as const;

/** Where a certificate or key pair comes from: the page makes it, or the customer has it. */
export interface Own {
  readonly origin: (typeof origins)[number];
  readonly reader: ReaderSlot;
  choose(origin: (typeof origins)[number]): void;
  /** What the customer brings, if anything; undefined if something is wrong with it. */
  read(made: Made | undefined): Promise<{ readonly given?: Credential['body'] } | undefined>;
}

export function useOwn(): Own {
  const [origin, choose] = useState<Own['origin']>('page');
  const reader = useRef<Reader>(null);
  return {
    origin,
    reader,
    choose,
    async read(made) {
      if (made === undefined || origin === 'page') return {};
      const given = await reader.current?.();
      return given && { given };
    },
  };
}

export interface OwnFieldsProps {
  readonly made: Made;
  readonly own: Own;
  /** Whose key it is: the proof for a certificate contains it. */
  readonly customer: string;
}

/** Asks where a certificate or key pair comes from, and for the customer's own one. */
export function OwnFields({ made, own, customer }: OwnFieldsProps) {
  const texts = useTexts().pair.origins[made];
  useEffect(() => {
    // Early, so that nobody waits. If it fails, it is tried again when it is needed.
    loads[made]().catch(() => undefined);
  }, [made]);
  return (
    <>
      <Radios
        hintOf={(one) => texts[one].hint}
        labelOf={(one) => texts[one].name}
        legend={texts.legend}
        name="origin"
        onChange={own.choose}
        value={own.origin}
        values={origins}
      />
      {own.origin === 'own' && (
        <Suspense fallback={<Skeleton />}>
          {made === 'certificate' ? (
            <OwnCertificate customer={customer} reader={own.reader} />
          ) : (
            <OwnPublicKey reader={own.reader} />
          )}
        </Suspense>
      )}
    </>
  );
}
