import { randomUUID } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { AuthorityError } from '../errors.ts';
import type { Integrity } from '../integrity/check.ts';
import { sendProblem } from '../web/problems.ts';

/**
 * Registers the metrics of the process and of the state of the store.
 *
 * @param ready - Rejects while writes are refused.
 * @param damaged - Damaged key records that were skipped.
 * @param integrity - The result of the check after the start.
 */
export function authorityMetrics(
  registry: Registry,
  ready: () => Promise<unknown>,
  damaged: { readonly count: number },
  integrity: Integrity,
): void {
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'lostwax_storage_writable',
    help: '1 while everything can be written, 0 while the disk is full or fails: keys can still be revoked as long as the reserve lasts.',
    registers: [registry],
    async collect() {
      this.set(
        await ready().then(
          () => 1,
          () => 0,
        ),
      );
    },
  });
  new Gauge({
    name: 'lostwax_damaged_records',
    help: 'Damaged key records found since the start and left out of key sets and feeds. If above 0, run "lostwax audit verify".',
    registers: [registry],
    collect() {
      this.set(damaged.count);
    },
  });
  new Gauge({
    name: 'lostwax_database_damaged',
    help: '1 if the check after the start found the database file damaged, 0 if it is intact, NaN until the check is done.',
    registers: [registry],
    collect() {
      this.set(integrity.damaged === undefined ? Number.NaN : Number(integrity.damaged));
    },
  });
  new Gauge({
    name: 'lostwax_keys_unknown_to_audit',
    help: 'Keys whose records differed from the audit log at the check after the start, NaN until the check is done. If above 0, run "lostwax audit verify".',
    registers: [registry],
    collect() {
      this.set(integrity.unknownKeys ?? Number.NaN);
    },
  });
}

/**
 * Returns the listener of `--status-port`: `/healthz`, `/readyz` and `/metrics` without a key, and
 * nothing else.
 *
 * @param ready - Rejects while writes are refused.
 */
export function statusListener(ready: () => Promise<unknown>, metrics: Registry): RequestListener {
  const answers = new Map<string, (response: ServerResponse) => Promise<void>>([
    ['/healthz', async (response) => sendText(response, 'application/json', OK)],
    ['/readyz', (response) => ready().then(() => sendText(response, 'application/json', OK))],
    ['/metrics', async (response) => sendText(response, metrics.contentType, await metrics.metrics())],
  ]);
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const answer = answers.get(path) ?? nothingHere;
    answer(response).catch((error: unknown) => sendProblem(response, error, randomUUID()));
  };
}

const OK = '{"status":"ok"}';

async function nothingHere(): Promise<never> {
  throw new AuthorityError(
    'not_found',
    'This port serves only /healthz, /readyz and /metrics. The API is on another port.',
  );
}

function sendText(response: ServerResponse, contentType: string, text: string): void {
  response
    .writeHead(200, {
      'content-type': contentType,
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(text),
    })
    .end(text);
}
