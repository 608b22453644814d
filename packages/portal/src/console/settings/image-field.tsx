import { useId, useRef, useState } from 'react';
import { localAddress } from '../../app/image-address.ts';
import { Button } from '../../ui/button.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

const MOST_BYTES = 32 * 1024;
const TYPES = ['image/png', 'image/webp', 'image/jpeg'];

export interface ImageFieldProps {
  readonly label: string;
  readonly hint: string;
  /** A `data:` URL, the URL of the existing image, or null. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** Chooses, previews and removes a small image. */
export function ImageField({ label, hint, value, onChange }: ImageFieldProps) {
  const { settings } = useConsoleTexts();
  const texts = settings.branding;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string>();
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (!TYPES.includes(file.type)) return setWrong(texts.imageWrong);
    if (file.size > MOST_BYTES) return setWrong(texts.imageTooLarge);
    setWrong(undefined);
    const reader = new FileReader();
    reader.onload = () => onChange(String(reader.result));
    reader.readAsDataURL(file);
  };
  return (
    <div className="field">
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <div className="image-field">
        {value !== null && <img alt={label} className="image-shown" src={localAddress(value)} />}
        <div className="buttons">
          <Button aria-describedby={`${id}-hint`} onClick={() => input.current?.click()}>
            {value === null ? texts.upload(label) : texts.replace(label)}
          </Button>
          {value !== null && (
            <Button kind="quiet" onClick={() => onChange(null)}>
              {texts.remove(label)}
            </Button>
          )}
        </div>
        <input
          accept={TYPES.join(',')}
          aria-labelledby={`${id}-label`}
          hidden
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
          ref={input}
          type="file"
        />
      </div>
      {wrong && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
