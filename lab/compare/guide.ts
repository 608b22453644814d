import { milliseconds, number } from './numbers.ts';
import type { Comparison, MethodFigures } from './report.ts';

interface Advice {
  /** What a reader's customers need. */
  readonly need: string;
  /** The reason, with a figure that was measured. */
  readonly because: (figures: MethodFigures) => string;
}

/** By the method that is recommended, the default first. */
const advice: Readonly<Record<string, Advice>> = {
  signed: {
    need: 'just need a key',
    because: ({ revocation, envoyRevocation }) =>
      `Any gateway that verifies JWTs can check it. A revoked key is refused within ${milliseconds(revocation.p99)} at a gate${
        typeof envoyRevocation === 'object'
          ? `, and within ${milliseconds(envoyRevocation.p99)} in a plain Envoy`
          : ''
      }.`,
  },
  opaque: {
    need: 'can’t store 450 characters',
    because: ({ speeds, cost }) =>
      `About 60 characters. At a gate, a check takes ${number(speeds.at(-1)?.p50 ?? 0)} µs and a key takes ${number(cost.gateBytes)} bytes.`,
  },
  'oauth-client': {
    need: 'must use OAuth 2.0',
    because: ({ first }) =>
      `Their libraries do the rest: ${first.requestsPerCall} requests for the first call, one for each call after it until the access token expires.`,
  },
  certificate: {
    need: 'must authenticate with TLS',
    because: ({ consumer, thieves }) =>
      `The private key never leaves the customer: a snapshot of your server’s memory held ${thieves.memory.succeeded} usable keys. The customer’s program has ${consumer.statements} statements.`,
  },
  'shared-signed': {
    need: 'have software that expects one signing key for all tokens',
    because: ({ signingKey }) =>
      `Only then. With the signing key, a thief got ${signingKey?.atPlainGateway ?? 0} of ${signingKey?.tried ?? 0} forged calls through a plain gateway, and ${signingKey?.atGate ?? 0} through a gate.`,
  },
};

/** The decision guide as a Markdown table. */
export function guideTable({ methods }: Comparison): string {
  const rows = Object.entries(advice).flatMap(([name, { need, because }]) => {
    const figures = methods.find((it) => it.name === name);
    return figures === undefined ? [] : [`| ${need} | **${figures.title}** | ${because(figures)} |`];
  });
  return ['| If your customers … | offer | because |', '|---|---|---|', ...rows].join('\n');
}
