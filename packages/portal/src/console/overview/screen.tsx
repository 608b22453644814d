import type { Workspace } from '@lostwax/client';
import { Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useAllowed } from '../permissions.ts';
import { Checklist } from '../setup/checklist.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { Activity } from './activity.tsx';
import { useOverview } from './data.ts';
import { Stats } from './stats.tsx';

/** During setup, changes made outside the page must appear at once. */
const SETUP_MS = 2_000;
const USUAL_MS = 30_000;

/** The first page of a workspace. */
export function OverviewScreen({ of }: { readonly of: Workspace }) {
  const { overview: texts } = useConsoleTexts();
  const may = useAllowed();
  const settingUp = !of.setupDismissed && may('admin', of.slug);
  const overview = useOverview(of.slug, settingUp ? SETUP_MS : USUAL_MS);
  return (
    <div className="screen">
      <ScreenTitle title={texts.title} />
      <Loaded query={overview}>
        {(found) => (
          <>
            {settingUp && <Checklist of={of} overview={found} />}
            <Stats of={found} slug={of.slug} />
          </>
        )}
      </Loaded>
      {may('audit:read', of.slug) && <Activity slug={of.slug} />}
    </div>
  );
}
