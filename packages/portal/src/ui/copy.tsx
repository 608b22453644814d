import { useEffect, useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { Button, type ButtonKind } from './button.tsx';

const SHOWN_MS = 2_500;

/** Copies a text and confirms it; if the browser refuses, asks to copy it by hand. */
export function Copy({
  text,
  label,
  kind = 'plain',
  onCopied,
}: {
  readonly text: string;
  /** Names what is copied, for screen readers. */
  readonly label: string;
  readonly kind?: ButtonKind;
  readonly onCopied?: () => void;
}) {
  const texts = useTexts();
  const [outcome, setOutcome] = useState<'done' | 'refused'>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('done');
      onCopied?.();
    } catch {
      setOutcome('refused');
    }
  };
  const words = { done: texts.copy.done, refused: texts.copy.refused };
  return (
    <>
      <Button kind={kind} onClick={() => void copy()}>
        {outcome === undefined ? texts.copy.copy : words[outcome]}
        <span className="hidden-visually"> {label}</span>
      </Button>
      <span className="hidden-visually" role="status">
        {outcome !== undefined && words[outcome]}
      </span>
    </>
  );
}
