import type { Overview } from '@lostwax/client';
import { useFormat } from '../../texts/format.ts';
import { useWaited } from '../../ui/skeleton.tsx';
import { Note } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

/** Waiting longer than this without a call is unusual. */
const PATIENCE_MS = 60_000;

type Reason = keyof ReturnType<typeof useConsoleTexts>['setup']['call']['reasons'];

/** Error codes of gates (spec/errors.md), grouped by how to fix them. */
const reasons: Readonly<Record<string, Reason>> = {
  key_missing: 'missing',
  key_misplaced: 'missing',
  scheme_missing: 'missing',
  scheme_unknown: 'missing',
  scheme_doubled: 'missing',
  key_repeated: 'missing',
  token_malformed: 'malformed',
  token_truncated: 'malformed',
  key_id_malformed: 'malformed',
  issuer_unknown: 'unknown',
  key_unknown: 'unknown',
  client_secret_sent: 'malformed',
  signer_unknown: 'unknown',
  key_expired: 'unknown',
  audience_mismatch: 'unknown',
  insufficient_scope: 'scope',
  set_stale: 'stale',
  upstream_unreachable: 'upstream',
  upstream_timeout: 'upstream',
};

/** While no call has arrived: what the gateway has refused since, or what to check. */
export function CallHints({ overview, since }: { readonly overview: Overview; readonly since: string }) {
  const { setup } = useConsoleTexts();
  const texts = setup.call;
  const format = useFormat();
  const waited = useWaited(PATIENCE_MS);
  const { refusals } = overview;
  if (refusals !== null && Date.parse(refusals.at) > Date.parse(since)) {
    const count = refusals.items.reduce((sum, item) => sum + item.count, 0);
    return (
      <Note kind="warn" urgent>
        <p>{texts.refused(count, format.number(count), format.clock(refusals.at))}</p>
        {refusals.items.map(({ code }) => (
          <p key={code}>
            {texts.reasons[reasons[code] ?? 'other']} <span className="soft">{texts.code(code)}</span>
          </p>
        ))}
      </Note>
    );
  }
  if (!waited) return null;
  return (
    <Note>
      <p>
        <strong>{texts.slow.title}</strong>
      </p>
      {overview.usageTracking === 'none' ? (
        <p>{texts.notReporting}</p>
      ) : (
        <ul className="hints">
          {texts.slow.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
    </Note>
  );
}
