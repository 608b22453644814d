import { type Key, type KeyUsage, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Card } from '../ui/card.tsx';
import { Loaded } from '../ui/states.tsx';
import { workspaceData } from './calls.ts';
import { useKeysScope } from './scope.tsx';
import { UsageChart } from './usage-chart.tsx';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** Days are in the user's time zone, so that the last one is today. */
export function ownTimeZone(): { readonly timeZone?: string } {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  // Browsers that hide the time zone report Etc/Unknown.
  return timeZone === undefined || timeZone === 'Etc/Unknown' ? {} : { timeZone };
}

/** Usage per day if it is reported; otherwise a note that it isn't. */
export function Usage({ of: { id } }: { readonly of: Key }) {
  const texts = useTexts();
  const { client, workspace } = useKeysScope();
  const usage = useQuery({
    queryKey: [...workspaceData(workspace), 'usage', id],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys/{keyId}/usage', {
          params: { path: { workspace, keyId: id }, query: { days: DAYS, ...ownTimeZone() } },
          signal,
        }),
      ),
  });
  return (
    <Card title={texts.usage.title}>
      <Loaded query={usage}>{(uses) => <Uses of={uses} />}</Loaded>
    </Card>
  );
}

function Uses({ of: { days, usageKnown, usageTracking } }: { readonly of: KeyUsage }) {
  const texts = useTexts();
  const format = useFormat();
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const known =
    usageKnown !== null && Date.parse(usageKnown.until) - Date.parse(usageKnown.since) > DAYS * DAY_MS;
  if (total === 0) return <p className="soft">{known ? texts.usage.none : texts.usage.noneReported}</p>;
  return (
    <>
      <p className="soft">{texts.usage.total(total, format.number(total))}.</p>
      <UsageChart days={days} />
      {usageTracking !== 'full' && <p className="hint">{texts.usage.partial}</p>}
      <details>
        <summary>{texts.usage.table}</summary>
        <table aria-label={texts.usage.days} className="table narrow">
          <thead>
            <tr>
              <th scope="col">{texts.usage.day}</th>
              <th className="number" scope="col">
                {texts.usage.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, count }) => (
              <tr key={day}>
                <td>{format.day(day)}</td>
                <td className="number">{format.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
