import type { Key } from '@lostwax/client';
import { Link } from 'wouter';
import { LastUsed } from '../../keys/last-used.tsx';
import { useTexts } from '../../texts/texts.ts';
import { CustomerName } from '../customer-name.tsx';
import { useNames } from '../names.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** The keys to be revoked, with their customers and last use. */
export function RevokeTable({ keys }: { readonly keys: readonly Key[] }) {
  const { revokeMany: texts, keys: words } = useConsoleTexts();
  const shared = useTexts();
  const names = useNames({ customers: keys.map(({ customer }) => customer) });
  const { columns } = texts;
  return (
    <table aria-label={texts.list} className="table lines">
      <thead>
        <tr>
          <th scope="col">{columns.key}</th>
          <th scope="col">{columns.customer}</th>
          <th scope="col">{columns.lastUsed}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <td>
              <span className="named">
                <Link href={`/keys/${key.id}`}>
                  <bdi>{key.name ?? shared.keys.unnamed}</bdi>
                </Link>
                <code className="soft small">{key.id}</code>
              </span>
            </td>
            <td>
              {key.customer === null ? (
                <span className="soft">{words.erased}</span>
              ) : (
                <CustomerName id={key.customer} name={names.customer(key.customer)} />
              )}
            </td>
            <td className="status">
              <LastUsed of={key} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
