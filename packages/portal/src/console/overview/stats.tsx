import type { Overview } from '@lostwax/client';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../texts/format.ts';
import { useLocale } from '../../texts/texts.ts';
import { ArrowRight } from '../../ui/icons.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { Silent } from './silent.tsx';
import { Sparkline } from './sparkline.tsx';

/** The authority counts no further. */
const MOST_EXPIRING = 10_000;

export function Stats({ of, slug }: { readonly of: Overview; readonly slug: string }) {
  const { overview: texts } = useConsoleTexts();
  const format = useFormat();
  const { registered, reporting } = of.gateways;
  const silent = registered - reporting;
  const calls = of.days.reduce((sum, { count }) => sum + count, 0);
  return (
    <ul aria-label={texts.stats} className="stats">
      <Stat
        hint={texts.activeKeysHint}
        label={texts.activeKeys}
        to="/keys"
        value={format.number(of.activeKeys)}
      />
      <Stat
        hint={<CallsHint calls={calls} of={of} />}
        label={texts.calls}
        to="/keys"
        value={calls === 0 && of.usageTracking === 'none' ? '–' : format.number(calls)}
      >
        {calls > 0 && <Sparkline days={of.days} label={texts.perDay} />}
      </Stat>
      <Stat
        hint={texts.expiringHint}
        label={texts.expiring}
        to="/keys?state=expiring&sort=expiresAt"
        value={`${format.number(of.expiringKeys)}${of.expiringKeys >= MOST_EXPIRING ? '+' : ''}`}
        warn={of.expiringKeys > 0}
      />
      <Stat
        hint={
          registered === 0 ? (
            texts.noGateways
          ) : silent === 0 ? (
            texts.gatewaysAll
          ) : (
            <Silent count={silent} slug={slug} />
          )
        }
        label={texts.gateways}
        to="/gateways"
        value={
          registered === 0 ? '–' : texts.gatewaysValue(format.number(reporting), format.number(registered))
        }
        warn={silent > 0}
      />
    </ul>
  );
}

interface StatProps {
  readonly label: string;
  readonly value: string;
  readonly to: string;
  readonly hint: ReactNode;
  readonly warn?: boolean;
  /** Beside the value. */
  readonly children?: ReactNode;
}

/** A number that leads to what it counts. The link covers the card; links in the hint lie above it. */
function Stat({ label, value, to, hint, warn = false, children }: StatProps) {
  return (
    <li className="stat">
      <Link className="stat-link" href={to}>
        <span className="stat-label">
          {label}
          <ArrowRight />
        </span>
        <span className="stat-figure">
          <span className="stat-value">{value}</span>
          {children}
        </span>
      </Link>
      <span className={warn ? 'stat-hint warned' : 'stat-hint'}>{hint}</span>
    </li>
  );
}

/** How the calls compare with those of the time before. */
function CallsHint({ calls, of }: { readonly calls: number; readonly of: Overview }) {
  const { overview: texts } = useConsoleTexts();
  const { tag } = useLocale();
  if (calls === 0) return of.usageTracking === 'none' ? texts.notReported : texts.noCalls;
  if (of.callsBefore === 0) return texts.callsFirst;
  const change = calls / of.callsBefore - 1;
  const percent = new Intl.NumberFormat(tag, { style: 'percent' }).format(Math.abs(change));
  if (Math.abs(change) < 0.005) return texts.callsSame;
  return change > 0 ? texts.callsUp(percent) : texts.callsDown(percent);
}
