import { useNow } from '../app/now.ts';
import { useFormat } from '../texts/format.ts';

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

/** "3 hours ago"; the title has the exact time. */
export function Ago({ at }: { readonly at: string }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time className="nowrap" dateTime={at} title={format.moment(at)}>
      {format.relative(at, now)}
    </time>
  );
}
