import { useEffect, useState } from 'react';
import { useTexts } from '../texts/texts.ts';

/** Most responses arrive sooner, in which case nothing is shown. */
const PATIENCE_MS = 4_000;

/** Shown while the response that contains a key is slow: leaving the page would lose it. */
export function StillWaiting({ busy }: { readonly busy: boolean }) {
  return <div role="status">{busy && <Words />}</div>;
}

function Words() {
  const { create } = useTexts();
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return shown && <p>{create.waiting}</p>;
}
