/** What a client can do to the identity headers, as an API that answers with the headers it received shows it. */
import { randomUUID } from 'node:crypto';
import { broken, type Measured, mustRefuse, ok, unknown, warning } from './measured.ts';
import type { ProbeKey } from './probe-keys.ts';
import type { Target } from './target.ts';

/** Many APIs read them all as the same headers. */
const spellings = [
  ...['X-Lostwax-Subject', 'x-lostwax-key-id', 'X-Lostwax-Scope', 'x-lostwax-workspace', 'x-lostwax-claims'],
  ...['x_lostwax_subject', 'x-lostwax_subject', 'x.lostwax.subject'],
];

export async function headers(target: Target, key: ProbeKey): Promise<readonly Measured[]> {
  const authorization = ['Authorization', `Bearer ${key.token}`];
  const [echo, spoofed] = [`echo-${randomUUID()}`, `spoofed-${randomUUID()}`];
  const spoof = spellings.flatMap((name) => [name, spoofed]);
  const good = await target.ask({ headers: [...authorization, 'X-Doctor-Echo', echo, ...spoof] });
  const two = await target.ask({ headers: [...authorization, 'Authorization', 'Bearer other'] });
  // nginx answers 400 itself.
  const isMalformed = two.status === 400 && good.status !== 400;
  const twice = mustRefuse(
    'two-keys',
    'two keys in one request',
    isMalformed ? { ...two, status: 401 } : two,
  );
  if (!good.body.includes(spoofed) && !good.body.includes(echo)) {
    const next =
      'Use a URL whose response contains the request headers (an echo service behind the same gateway).';
    return [unknown('identity-headers', 'Identity headers: the API does not echo headers', next), twice];
  }
  // RFC 9110 §7.6.1: a proxy drops the headers that Connection names.
  const dropping = await target.ask({ headers: [...authorization, ...spoof], connection: spellings });
  const bodies = [good.body, dropping.body];
  return [
    isSpoofed(bodies.some((body) => body.includes(spoofed))),
    isDropped(...bodies.map((body) => body.includes(key.id))),
    isForwarded(good.body.includes(key.token)),
    twice,
  ];
}

function isSpoofed(is: boolean): Measured {
  const id = 'identity-headers';
  const next =
    'Clients can pretend to be another customer. Make the gateway remove or replace these headers.';
  return is
    ? broken(id, 'A client can set x-lostwax-… headers itself', next)
    : ok(id, 'x-lostwax-… headers of a client do not reach the API');
}

/** @param usually - Whether the key's ID reached the API, and whether it did when the client asked to drop it. */
function isDropped(usually = false, asked = false): Measured {
  const id = 'identity-dropped';
  if (!usually) {
    const next = 'Make the gateway send x-lostwax-key-id, or ignore this if the API does not read it.';
    return unknown(id, 'The API does not receive the ID of the key', next);
  }
  const next =
    'The gateway drops its own headers if the client names them in Connection, and the API knows no customer. Remove the names first.';
  return asked
    ? ok(id, 'A client cannot make the gateway drop its x-lostwax-… headers')
    : broken(id, 'A client can make the gateway drop its x-lostwax-… headers', next);
}

function isForwarded(is: boolean): Measured {
  const id = 'key-forwarded';
  return is
    ? warning(id, 'The key reaches your API', 'It can end up in logs. Make the gateway remove it.')
    : ok(id, 'The key does not reach the API');
}
