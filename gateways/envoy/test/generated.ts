import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { parse } from 'yaml';
import { type GivenOptions, gateways, renderEnvoy } from '../../../packages/gateways/src/index.ts';
import { type Echo, startEcho } from '../../../tools/testing/echo.ts';
import { type RunningEnvoy, startEnvoy } from '../../../tools/testing/envoy.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { SEEN_WITHIN_MS, type Session, startSession } from './session.ts';

// biome-ignore lint/suspicious/noExplicitAny: it walks over a configuration of any form.
type Replace = (key: string, value: any) => unknown;

/**
 * An Envoy for the tests of a suite, in front of an echo. Parts of its configuration are replaced by what a gateway that is
 * built on Envoy generates from the printed configuration.
 *
 * @param options - Without the upstream, which is the echo unless they name one.
 * @param generated - Makes of the printed configuration a replacer for `JSON.stringify`.
 */
export function generatedEnvoy(
  program: string,
  gateway: string,
  options: GivenOptions,
  generated: (printed: string) => Replace,
) {
  let session: Session;
  let echo: Echo;
  let envoy: RunningEnvoy;
  before(async () => {
    session = await startSession();
    const { issuer, audience, prefix } = await session.createWorkspace({ slug: 'acme' });
    const workspace = { issuer, audience, prefix };
    echo = await startEcho();
    const { render } = gateways.find(({ name }) => name === gateway) ?? assert.fail();
    const printed = render(workspace, { upstream: `${echo.host}:${echo.port}`, ...options });
    const anyPort = { host: '127.0.0.1', port: 0 };
    const whole = parse(renderEnvoy({ ...workspace, upstream: echo, listen: anyPort, admin: anyPort }));
    envoy = await startEnvoy(program, JSON.stringify(whole, generated(printed)));
  });
  after(async () => {
    await envoy?.stop();
    await echo?.stop();
    await session?.stop();
  });
  return {
    session: () => session,
    url: () => envoy.url,
    /** Waits until a request with the key gets this status. */
    seen: (token: string, status: number) =>
      until(
        `${status}`,
        SEEN_WITHIN_MS,
        async () => (await ask(envoy.url, [bearer(token)])).status === status,
      ),
  };
}
