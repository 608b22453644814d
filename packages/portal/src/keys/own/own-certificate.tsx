import { base64url, type GivenCertificate, hex, pemOf, readGivenCertificate } from '@lostwax/core/given';
import { isCustomer } from '@lostwax/core/names';
import { PROOF_SKEW_SECONDS, proofText } from '@lostwax/core/proof';
import { useEffect, useImperativeHandle, useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { useFormat } from '../../texts/format.ts';
import { PemField } from './pem-field.tsx';
import { Proof } from './proof.tsx';
import type { ReaderSlot } from './reader.ts';
import { isSignedBy, signatureBytes } from './signature.ts';
import { useOwnTexts } from './texts/texts.ts';
import { type Read, readGiven } from './wrong-key.ts';

interface Known {
  readonly certificate: GivenCertificate;
  readonly fingerprint: string;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** A certificate that the customer already has, and the proof that they have its private key (spec/certificate.md §2). */
export function OwnCertificate({
  customer,
  reader,
}: {
  readonly customer: string;
  readonly reader: ReaderSlot;
}) {
  const texts = useOwnTexts();
  const issuer = useSession().info.workspace?.issuer ?? '';
  const [text, setText] = useState('');
  const [read, setRead] = useState<Read<Known>>();
  const [at, setAt] = useState(nowSeconds);
  const [signature, setSignature] = useState('');
  const [wrong, setWrong] = useState<{ readonly certificate?: string; readonly signature?: string }>({});
  const known = read?.value;
  const toSign =
    known !== undefined && isCustomer(customer)
      ? proofText({ issuer, customer, fingerprint: known.fingerprint, at })
      : undefined;

  const renew = (): void => {
    setAt(nowSeconds());
    setSignature('');
    setWrong({});
  };
  const take = (given: string): void => {
    setText(given);
    setRead(undefined);
    renew();
  };
  useEffect(() => {
    if (text.trim() === '') return undefined;
    let current = true;
    const found = readGiven(() => readGivenCertificate(text, Date.now()), texts, 'certificate');
    if (found.value === undefined) setRead(found);
    else
      void crypto.subtle.digest('SHA-256', found.value.der).then((digest) => {
        if (current)
          setRead({ value: { certificate: found.value, fingerprint: hex(new Uint8Array(digest)) } });
      });
    return () => {
      current = false;
    };
  }, [text, texts]);

  const wrongWith = async (bytes: Uint8Array<ArrayBuffer> | undefined): Promise<string | undefined> => {
    if (signature.trim() === '') return texts.wrong.noSignature;
    if (bytes === undefined) return texts.wrong.notSignature;
    if (nowSeconds() - at > PROOF_SKEW_SECONDS) return texts.wrong.expiredText;
    const good = known !== undefined && (await isSignedBy(known.certificate, toSign ?? '', bytes));
    return good ? undefined : texts.wrong.mismatch;
  };
  useImperativeHandle(reader, () => async () => {
    if (known === undefined) {
      if (text.trim() === '') setWrong({ certificate: texts.wrong.noCertificate });
      return undefined;
    }
    const bytes = signatureBytes(signature);
    const found = await wrongWith(bytes);
    setWrong(found === undefined ? {} : { signature: found });
    if (found !== undefined || bytes === undefined) return undefined;
    const certificate = pemOf('CERTIFICATE', known.certificate.der);
    return { certificate, proof: { signature: base64url(bytes), at } };
  });

  return (
    <>
      <PemField
        accept=".pem,.crt,.cer,.cert,.der,.txt"
        hint={texts.certificate.hint}
        kind="CERTIFICATE"
        label={texts.certificate.label}
        onChange={take}
        value={text}
        wrong={read?.wrong ?? wrong.certificate}
      >
        <div role="status">{known !== undefined && <Facts of={known.certificate} />}</div>
      </PemField>
      {known !== undefined && (
        <Proof
          at={at}
          onRenew={renew}
          onSignature={(given) => {
            setSignature(given);
            setWrong({});
          }}
          signature={signature}
          text={toSign}
          type={known.certificate.publicKey.type}
          wrong={wrong.signature}
        />
      )}
    </>
  );
}

/** Enough to recognize a certificate. */
function Facts({ of }: { readonly of: GivenCertificate }) {
  const { certificate } = useOwnTexts();
  const format = useFormat();
  const key = of.publicKey;
  const facts = [
    key.type === 'RSA' ? `RSA ${key.bits}` : key.type,
    certificate.validUntil(format.date(of.endsAt)),
  ];
  return (
    <div className="note good">
      <p>
        {of.name !== undefined && (
          <>
            <bdi>{of.name}</bdi>
            {' · '}
          </>
        )}
        {facts.join(' · ')}
      </p>
      <p className="hint">{certificate.expiry}</p>
    </div>
  );
}
