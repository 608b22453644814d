import type { Key } from '@lostwax/client';
import { useState } from 'react';
import { download } from '../../app/download.ts';
import { useSession } from '../../app/session.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Note } from '../../ui/states.tsx';
import { KeyName } from '../key-name.tsx';
import { guideFor } from '../lines-for.ts';
import { LiveSign } from '../live-sign.tsx';
import { clientOf, madeFor } from './client.ts';
import type { MadePair } from './credential.ts';
import { useMutualTls } from './mutual-tls.ts';

/** How to use a certificate or key pair, and its files if it was made in this page, which are shown once. */
export function PairShown({
  of,
  pair,
  onSaved,
}: {
  readonly of: Key;
  /** Undefined if the customer brought a certificate or public key. */
  readonly pair: MadePair | undefined;
  /** Called when every file was downloaded or copied. */
  readonly onSaved: () => void;
}) {
  const texts = useTexts();
  const { info } = useSession();
  const [saved, setSaved] = useState<readonly string[]>([]);
  const made = madeFor(of.method, clientOf(of)) ?? 'publicKey';
  const files = [
    { name: 'client.key', label: texts.pair.privateKey, text: pair?.privateKey },
    { name: 'client.pem', label: texts.methods.certificate.name, text: pair?.certificate },
  ].flatMap(({ text, ...file }) => (text === undefined ? [] : [{ ...file, text }]));
  const save = (name: string): void => {
    const all = [...saved, name];
    setSaved(all);
    if (files.every((file) => all.includes(file.name))) onSaved();
  };
  const address = info.workspace?.apiUrl ?? texts.create.address;
  const curl = `curl --cert client.pem --key client.key '${address.replaceAll("'", '%27')}'`;
  const mutualTls = useMutualTls(of.method === 'oauth-client' && made === 'certificate');
  const parts =
    of.method === 'oauth-client'
      ? guideFor({ key: of }, info.workspace, texts, mutualTls.tokenUrl).parts
      : [];
  return (
    <div className="shown">
      <KeyName of={of} />
      <Note kind={pair === undefined ? 'good' : 'warn'}>
        <p>{pair === undefined ? texts.pair.registered[made] : texts.pair.once[made]}</p>
      </Note>
      {files.map(({ name, label, text }, at) => (
        <div className="given" key={name}>
          <p className="label">{label}</p>
          <code className="line">{name}</code>
          <div className="buttons">
            <Button
              kind={at === 0 ? 'main' : 'plain'}
              onClick={() => {
                download(new Blob([text], { type: 'application/x-pem-file' }), name);
                save(name);
              }}
            >
              {texts.pair.download}
              <span className="hidden-visually"> {label}</span>
            </Button>
            <Copy label={label} onCopied={() => save(name)} text={text} />
          </div>
        </div>
      ))}
      {parts.map(({ name, text }) => (
        <div className="given" key={name}>
          <p className="label">{name}</p>
          <code className="line">{text}</code>
          <Copy label={name} text={text} />
        </div>
      ))}
      <LiveSign changedAt={of.createdAt} keyId={of.id} />
      {of.method === 'oauth-client' ? (
        <p className="soft">
          {made === 'publicKey' ? texts.pair.useClient : texts.pair.useClientCertificate}
        </p>
      ) : (
        <div className="given">
          <p className="label">{texts.create.curl}</p>
          <code className="line">{curl}</code>
          <Copy label={texts.create.curl} text={curl} />
        </div>
      )}
    </div>
  );
}
