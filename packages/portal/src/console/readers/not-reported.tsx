import { Link } from 'wouter';
import { useReaders, useWorkspace } from '../data.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { lagOf } from './lag.ts';
import { gatewayPlace } from './place.ts';

/** Gateways that haven't reported the workspace's last change, each linked to its page. */
export function NotReported({ slug }: { readonly slug: string }) {
  const { readers: texts } = useConsoleTexts();
  const readers = useReaders(slug).data;
  const workspace = useWorkspace(slug).data;
  if (readers === undefined || workspace === undefined) return null;
  const late = readers.items.filter((reader) => lagOf(reader, workspace) !== 0);
  if (late.length === 0) return null;
  return (
    <p className="live" role="status">
      <span>
        {texts.notReported}{' '}
        {late.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <Link href={gatewayPlace(id)}>{name}</Link>
          </span>
        ))}
      </span>
    </p>
  );
}
