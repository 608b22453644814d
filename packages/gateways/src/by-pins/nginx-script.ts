/**
 * The njs module of {@link renderNginxPins}, for njs 0.8 or later. It is the same for every workspace.
 *
 * The table has an entry for each key: the first 16 characters of its pin, then the other 27 and the record that
 * `lostwax pins` writes. A key of 16 characters is the longest that fits into nginx's 128-byte slot; the rest is
 * compared, so nothing of the pin is lost.
 *
 * @see https://nginx.org/en/docs/njs/reference.html
 */
export const nginxScript: string = String.raw`// Checks keys inside nginx: https://nginx.org/en/docs/njs/
// Printed by "lostwax gateway nginx --mode pins --part script". It needs no changes.
const crypto = require('crypto');
const table = ngx.shared.lostwax;

// Entries that no key can have as its name: until when the table may be used, and who wrote it.
const DEADLINE = '#deadline';
const STATE = '#state';

// For js_set. The configuration finds the key in requests that have nothing else. Returns the code of a refusal; or a tab, then key ID, customer, scopes and claims with tabs between.
function check(r) {
  let key = r.variables.lostwax_key;
  if (!key) {
    const sent = credential(r.headersIn.Authorization, r.headersIn['X-Api-Key']);
    if (sent.code !== undefined) return sent.code;
    key = sent.key;
  }
  const now = Date.now() / 1000;
  // Not there after a restart, and until the table is complete.
  if (!(Number(table.get(DEADLINE)) > now)) return 'set_stale';
  const pin = crypto.createHash('sha256').update(key).digest('base64url');
  const entry = table.get(pin.slice(0, 16));
  if (entry === undefined) return 'key_unknown';
  const record = entry.split('\t');
  const first = record[0];
  if (first.slice(0, 27) !== pin.slice(16)) return 'key_unknown';
  const expiration = first.slice(28);
  if (expiration !== '0' && !(Number(expiration) > now)) return 'key_expired';
  if (!hasAll(record[3], r.variables.lostwax_scopes)) return 'insufficient_scope';
  return '\t' + record[1] + '\t' + record[2] + '\t' + record[3] + '\t' + claims(record, expiration);
}

function credential(authorization, apiKey) {
  const bearer = authorization ? inAuthorization(authorization) : undefined;
  const own = apiKey ? inKeyHeader(apiKey) : undefined;
  const bearerCounts = bearer !== undefined && (bearer.key !== undefined || bearer.code === 'key_repeated');
  const ownCounts = own !== undefined && (own.key !== undefined || own.code === 'key_repeated');
  if (bearerCounts && ownCounts) return { code: 'key_repeated' };
  return (bearerCounts && bearer) || (ownCounts && own) || bearer || own || { code: 'key_missing' };
}

function inAuthorization(value) {
  if (value.startsWith('Bearer ') && value[7] !== ' ') return inKeyHeader(value.slice(7));
  const scheme = /^bearer +/i.exec(value);
  if (scheme) return inKeyHeader(value.slice(scheme[0].length));
  if (/^bearer$/i.test(value)) return undefined;
  return { code: /^bearer:|\s/i.test(value) ? 'scheme_unknown' : 'scheme_missing' };
}

function inKeyHeader(key) {
  // No key contains a comma: these are several, joined.
  if (key.includes(',')) return { code: 'key_repeated' };
  return /^bearer[\s:]/i.test(key) ? { code: 'scheme_doubled' } : { key };
}

function hasAll(scopes, wanted) {
  if (!wanted) return true;
  const all = ' ' + scopes + ' ';
  return wanted.split(' ').every((scope) => all.includes(' ' + scope + ' '));
}

// From the value of "jti" on, with the names that a token has for them. The configuration has what comes before. The
// producer's own claims are JSON already.
function claims(record, expiration) {
  const exp = expiration === '0' ? '' : ',"exp":' + expiration;
  const scope = record[3] === '' ? '' : ',"scope":"' + record[3] + '"';
  const text = record[1] + '"' + exp + scope + ',"sub":' + quoted(record[2]) + record[4] + '}';
  return Buffer.from(text).toString('base64url');
}

// A customer as JSON. Few have a character that JSON escapes, and njs takes long to look for all of those.
function quoted(customer) {
  return customer.includes('"') || customer.includes('\\') ? JSON.stringify(customer) : '"' + customer + '"';
}

// For js_content on the Unix socket, which "lostwax pins" calls. GET answers with the state, GET /keys with the names
// of all entries. POST has one command in each line and applies all of them or none:
//   ?stamp   only if this is the table's stamp; the first line
//   !stamp n the table is complete, if it has n entries, and gets this stamp; the first line
//   -name    remove an entry
//   +name…   add or replace an entry
//   =time    set the deadline, in seconds since the Unix epoch
function push(r) {
  if (r.method === 'GET') {
    if (r.uri !== '/keys') return answer(r, 200, state(), 0);
    return r.return(200, table.keys(100000000).filter((name) => name[0] !== '#').join('\n'));
  }
  const lines = (r.requestText || '').split('\n');
  if (r.method !== 'POST' || r.uri !== '/' || lines.pop() !== '' || lines.length === 0 || !lines.every(isCommand))
    return r.return(400, 'Not a change of the table. Only "lostwax pins" writes it.\n');
  const now = state();
  if (!mayApply(lines[0], now)) return answer(r, 409, now, 0);
  try {
    const removed = lines.reduce((sum, line) => sum + apply(line, now), 0);
    now.writes++;
    table.set(STATE, now.stamp + '\t' + now.writes + '\t' + now.count);
    return answer(r, 200, now, removed);
  } catch (error) {
    // The table may be incomplete now.
    table.delete(DEADLINE);
    r.error('lostwax: every key is refused, because the table is full: ' + error.message +
      '. Print the configuration again with a higher --keys, and reload nginx.');
    return r.return(507, 'The table is full.\n');
  }
}

function isCommand(line, at) {
  if (line[0] === '+') return /^\+[A-Za-z0-9_-]{43} \d+\t[!-~]+\t[!-~]+\t[ -~]*\t[ -~]*$/.test(line);
  if (at === 0 && /^(?:\?[A-Za-z0-9_-]{1,64}|![A-Za-z0-9_-]{1,64} \d{1,9})$/.test(line)) return true;
  return /^(?:-[A-Za-z0-9_-]{16}|=\d{1,12})$/.test(line);
}

function mayApply(line, now) {
  if (line[0] === '?') return line.slice(1) === now.stamp;
  if (line[0] !== '!') return true;
  const words = line.slice(1).split(' ');
  // Counted again: a request that failed may have been applied in part.
  now.count = table.size() - [DEADLINE, STATE].filter((it) => table.has(it)).length;
  now.stamp = words[0];
  return now.count === Number(words[1]);
}

// Returns how many entries it removed.
function apply(line, now) {
  const rest = line.slice(1);
  const name = rest.slice(0, 16);
  switch (line[0]) {
    case '+':
      if (table.add(name, rest.slice(16))) now.count++;
      else table.set(name, rest.slice(16));
      break;
    case '-':
      if (!table.delete(name)) break;
      now.count--;
      return 1;
    case '=':
      table.set(DEADLINE, rest);
  }
  return 0;
}

function state() {
  const fields = (table.get(STATE) || '\t0\t0').split('\t');
  return { stamp: fields[0], writes: Number(fields[1]), count: Number(fields[2]) };
}

function answer(r, status, now, removed) {
  const deadline = Number(table.get(DEADLINE) || 0);
  r.headersOut['Content-Type'] = 'application/json';
  r.return(status, JSON.stringify({ stamp: now.stamp, writes: now.writes, count: now.count, deadline, removed }));
}

export default { check, push };
`;
