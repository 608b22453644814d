import { useNow } from '../app/now.ts';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';

/** A date; the title has the time as well. */
export function DateOf({ at }: { readonly at: string }) {
  const format = useFormat();
  return (
    <time className="nowrap" dateTime={at} title={format.moment(at)}>
      {format.date(at)}
    </time>
  );
}

export function Moment({ at }: { readonly at: string }) {
  const format = useFormat();
  return <time dateTime={at}>{format.moment(at)}</time>;
}

const MINUTE_MS = 60_000;

/** "3 hours ago"; the title has the exact time. */
export function Ago({ at }: { readonly at: string }) {
  const format = useFormat();
  const { states } = useTexts();
  const now = useNow();
  const age = now - Date.parse(at);
  return (
    <time className="nowrap" dateTime={at} title={format.moment(at)}>
      {age >= 0 && age < MINUTE_MS ? states.justNow : format.relative(at, now)}
    </time>
  );
}
