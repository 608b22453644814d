import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { it, type TestContext } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { createVerifier } from '../src/index.ts';
import { tellOnStderr } from '../src/tell-on-stderr.ts';
import { FeedServer, type Misbehaviour } from './support/feed-server.ts';
import { LIMIT_MS } from './support/scene.ts';

const problem =
  (status: number, code: string): Misbehaviour =>
  (_, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ code }));
    return true;
  };

/** The mistake, how the server reveals it, and what the message must contain. */
const mistakes: readonly (readonly [what: string, reason: string, Misbehaviour, says: RegExp])[] = [
  ['no such workspace', 'workspace_unknown', problem(404, 'workspace_not_found'), /no workspace "acme"/],
  ["an authority's other port", 'no_feed', problem(404, 'not_found'), /status 404/],
  [
    'another server',
    'no_feed',
    (_, response) => Boolean(response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')),
    /No feed is served at/,
  ],
  ['a redirect', 'redirected', (_, response) => Boolean(response.writeHead(301).end()), /redirect/],
];

for (const [what, reason, misbehaviour, says] of mistakes) {
  it(`${what} is reported immediately, and can be fixed without a restart`, async (t) => {
    const server = await started(t);
    server.misbehave('snapshot', misbehaviour);
    server.misbehave('head', misbehaviour);
    const verifier = verifierOf(t, server.issuer);
    await assert.rejects(verifier.asked(), {
      name: 'VerifierError',
      code: 'misconfigured',
      reason,
      message: says,
    });
    await assert.rejects(verifier.ready(), { code: 'misconfigured', reason });
    server.misbehave('snapshot', undefined);
    server.misbehave('head', undefined);
    await until('it is followed', LIMIT_MS, () => verifier.fresh);
  });
}

it('an issuer with another name of the authority gets the right one in the message', async (t) => {
  const server = await started(t);
  const wrong = server.issuer.replace('127.0.0.1', 'localhost');
  const lines: string[] = [];
  const verifier = verifierOf(
    t,
    wrong,
    tellOnStderr((line) => lines.push(line)),
  );
  const message = `${wrong} cannot be followed. The authority at this address is ${server.issuer}, not ${wrong}. Use ${server.issuer} as the issuer, because every key contains it.`;
  await assert.rejects(verifier.asked(), { code: 'misconfigured', reason: 'wrong_issuer', message });
  assert.match(lines.join(''), new RegExp(`^lostwax: .*Use ${server.issuer} as the issuer`, 'm'));
});

it('a name made of control characters is not shown', async (t) => {
  const server = await started(t);
  const lie = JSON.stringify({ position: server.model.position, issuer: 'https://x\u001B[2J' });
  server.misbehave('snapshot', () => true);
  server.misbehave('head', (_, response) =>
    Boolean(response.writeHead(200, { 'content-type': 'application/json' }).end(lie)),
  );
  const verifier = verifierOf(t, server.issuer);
  await assert.rejects(verifier.asked(), (error: Error) => !/\p{Cc}/u.test(error.message));
});

it('an authority that cannot be reached yet is not an error, and is followed once it is up', async (t) => {
  const gone = await FeedServer.start();
  const { port } = gone;
  await gone.stop();
  const verifier = verifierOf(t, `http://127.0.0.1:${port}/acme`);
  await verifier.asked();
  assert.equal(verifier.fresh, false);
  const server = await FeedServer.start(undefined, port);
  t.after(() => server.stop());
  await until('it is followed', LIMIT_MS, () => verifier.fresh);
});

it('one wrong address beside a right one is not fatal', async (t) => {
  const [server, other] = [await started(t), await started(t)];
  const verifier = createVerifier({
    issuers: [{ issuer: server.issuer, feeds: [other.address, server.address] }],
    onEvent: () => {},
  });
  t.after(() => verifier.close());
  await verifier.asked();
  await verifier.ready();
});

it('each reason is reported once, and so is the recovery', () => {
  const lines: string[] = [];
  const tell = tellOnStderr((line) => lines.push(line));
  const issuer = 'https://keys.example.com/acme';
  const failed = (message: string) =>
    tell({
      type: 'feed_failed',
      issuer,
      address: issuer,
      code: 'unreachable',
      message,
      misconfigured: false,
    });
  for (const message of ['one', 'one', 'two', 'two']) failed(message);
  tell({ type: 'fresh', issuer });
  tell({ type: 'fresh', issuer });
  failed('one');
  assert.equal(lines.length, 4, lines.join(''));
});

async function started(t: TestContext): Promise<FeedServer> {
  const server = await FeedServer.start();
  t.after(() => server.stop());
  return server;
}

function verifierOf(
  t: TestContext,
  issuer: string,
  onEvent: Parameters<typeof createVerifier>[0]['onEvent'] = () => {},
) {
  const verifier = createVerifier({ issuers: [issuer], onEvent });
  t.after(() => verifier.close());
  return verifier;
}
