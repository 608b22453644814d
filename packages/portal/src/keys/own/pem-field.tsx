import { isPrivateDer, pemOf } from '@lostwax/core/given';
import { type ReactNode, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { PublicTextField, usePublicText } from './public-text.tsx';
import { useOwnTexts } from './texts/texts.ts';

/** Far more than a certificate has. */
const MOST_BYTES = 65_536;

export interface PemFieldProps {
  readonly label: string;
  readonly hint: string;
  /** What a file in DER is. */
  readonly kind: 'CERTIFICATE' | 'PUBLIC KEY';
  /** Of the file input: `.pem,.crt`. */
  readonly accept: string;
  readonly value: string;
  readonly wrong: string | undefined;
  /** Never receives a private key. */
  readonly onChange: (text: string) => void;
  /** What was read, below the field. */
  readonly children?: ReactNode;
}

/** A certificate or public key, pasted or from a file. A private key is removed at once. */
export function PemField({ label, hint, kind, accept, value, wrong, onChange, children }: PemFieldProps) {
  const texts = useOwnTexts();
  const file = useRef<HTMLInputElement>(null);
  const given = usePublicText(texts.wrong.private_key, onChange);
  const open = async (chosen: File): Promise<void> => {
    if (chosen.size > MOST_BYTES) return given.refuse(texts.file.tooLarge);
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    if (!isBinary(bytes)) return given.take(new TextDecoder().decode(bytes));
    return given.take(pemOf(isPrivateDer(bytes) ? 'PRIVATE KEY' : kind, bytes));
  };
  return (
    <div className="pem-field">
      <PublicTextField hint={hint} label={label} rows={6} text={given} value={value} wrong={wrong} />
      <div className="buttons">
        <Button onClick={() => file.current?.click()}>
          {texts.file.choose}
          <span className="hidden-visually"> {label}</span>
        </Button>
      </div>
      <input
        accept={accept}
        hidden
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          // The same file can be chosen again.
          target.value = '';
          if (chosen !== undefined) void open(chosen);
        }}
        ref={file}
        type="file"
      />
      {children}
    </div>
  );
}

/** DER begins with a sequence of at least 128 bytes, or a short one of a small key; text never begins with `0` and a control character. */
function isBinary([first, second = 0]: Uint8Array): boolean {
  return first === 0x30 && (second > 127 || second === 0x2a || second === 0x59);
}
