import { type Key, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Loaded } from '../ui/states.tsx';
import { workspaceData } from './calls.ts';
import { useKeysScope } from './scope.tsx';
import { type Day, UsageChart } from './usage-chart.tsx';

const DAYS = 30;

/** Uses a day, where they are reported; where they are not, that they are not. */
export function Usage({ of: { id, usageTracking } }: { readonly of: Key }) {
  const texts = useTexts();
  const { client, workspace } = useKeysScope();
  const usage = useQuery({
    queryKey: [...workspaceData(workspace), 'usage', id],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys/{keyId}/usage', {
          params: { path: { workspace, keyId: id }, query: { days: DAYS } },
          signal,
        }),
      ),
  });
  return (
    <section aria-labelledby="lostwax-usage" className="section">
      <h2 id="lostwax-usage">{texts.usage.title}</h2>
      <Loaded query={usage}>{({ days }) => <Uses days={days} tracking={usageTracking} />}</Loaded>
    </section>
  );
}

function Uses({
  days,
  tracking,
}: {
  readonly days: readonly Day[];
  readonly tracking: Key['usageTracking'];
}) {
  const texts = useTexts();
  const format = useFormat();
  const total = days.reduce((sum, { count }) => sum + count, 0);
  if (total === 0)
    return <p className="soft">{tracking === 'full' ? texts.usage.none : texts.usage.notTracked}</p>;
  return (
    <>
      <p className="soft">
        {texts.usage.total(total, format.number(total))} {tracking !== 'full' && texts.usage.partial}
      </p>
      <UsageChart days={days} />
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
                <td>{format.date(`${day}T12:00:00`)}</td>
                <td className="number">{format.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
