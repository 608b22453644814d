import { useEffect, useState } from 'react';
import { useTexts } from '../texts/texts.ts';

/** Most answers come sooner, and then nothing is said. */
const PATIENCE_MS = 4_000;

/** While the answer that holds a key is long in coming: to leave the page would lose it. */
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
