import { Link } from 'wouter';
import { customerPlace } from './customers/place.ts';

/** A customer by name, with the ID below, linked to its page. */
export function CustomerName({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string | null | undefined;
}) {
  return (
    <span className="named">
      <Link href={customerPlace(id)}>
        <bdi>{name ?? id}</bdi>
      </Link>
      {name && <code className="soft small">{id}</code>}
    </span>
  );
}
