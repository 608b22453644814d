/**
 * The njs module of {@link renderNginxPins}, for njs 0.8 or later. It is the same for every workspace.
 *
 * The table has an entry for each key. Its name is the first 16 characters of the pin, the longest that fits into
 * nginx's 128-byte slot. Its value has the other 27, which are compared, and the record that `lostwax pins` writes.
 *
 * njs makes a new VM for each request: it runs the module, which creates every function at the top, and copies every
 * built-in function that is used. So `check` uses few of them, and rare cases have their functions inside of others.
 *
 * @see https://nginx.org/en/docs/njs/reference.html
 */
export const nginxScript: string = String.raw`// Checks keys inside nginx: https://nginx.org/en/docs/njs/
// Printed by "lostwax gateway nginx --mode pins --part script". It needs no changes.
import crypto from 'crypto';

// For js_set. Returns the code of a refusal; or the claims and the entry, with a tab between.
function check(r) {
  const variables = r.variables;
  // The Authorization header, if the request has no X-Api-Key. An earlier configuration doesn't have the variable.
  const sent = variables.lostwax_sent || '';
  let key;
  if (sent.slice(0, 7) === 'Bearer ' && sent[7] !== ' ') key = sent.slice(7);
  else {
    const found = credential(r);
    if (found.code !== undefined) return found.code;
    key = found.key;
  }
  const now = +variables.msec;
  const table = ngx.shared.lostwax;
  // Not there after a restart, and until the table is complete.
  if (!(+table.get('#until') > now)) return credential(r).code || 'set_stale';
  const pin = crypto.createHash('sha256').update(key).digest('base64url');
  const entry = table.get(pin.slice(0, 16));
  if (entry === undefined) return credential(r).code || 'key_unknown';
  // The rest of the pin, expiration, key ID, customer, scopes, own claims; and the customer as JSON, if it has escapes.
  const record = entry.split('\t');
  if (record[0] !== pin.slice(16)) return credential(r).code || 'key_unknown';
  let expiration = '';
  if (record[1] !== '0') {
    if (!(+record[1] > now)) return 'key_expired';
    expiration = ',"exp":' + record[1];
  }
  const scope = record[4] === '' ? '' : ',"scope":"' + record[4] + '"';
  const customer = record[6] === undefined ? '"' + record[3] + '"' : record[6];
  // From the value of "jti" on, with the names that a token has for them. The configuration has what comes before.
  const claims = record[2] + '"' + expiration + scope + ',"sub":' + customer + record[5] + '}';
  return Buffer.from(claims).toString('base64url') + '\t' + entry;
}

// The key of any request, or what is wrong.
function credential(r) {
  const inAuthorization = (value) => {
    if (value.startsWith('Bearer ') && value[7] !== ' ') return inKeyHeader(value.slice(7));
    const scheme = /^bearer +/i.exec(value);
    if (scheme) return inKeyHeader(value.slice(scheme[0].length));
    if (/^bearer$/i.test(value)) return undefined;
    return { code: /^bearer:|\s/i.test(value) ? 'scheme_unknown' : 'scheme_missing' };
  };
  const inKeyHeader = (key) => {
    // No key contains a comma: these are several, joined.
    if (key.includes(',')) return { code: 'key_repeated' };
    return /^bearer[\s:]/i.test(key) ? { code: 'scheme_doubled' } : { key };
  };
  const authorization = r.headersIn.Authorization;
  const apiKey = r.headersIn['X-Api-Key'];
  const bearer = authorization ? inAuthorization(authorization) : undefined;
  const own = apiKey ? inKeyHeader(apiKey) : undefined;
  const bearerCounts = bearer !== undefined && (bearer.key !== undefined || bearer.code === 'key_repeated');
  const ownCounts = own !== undefined && (own.key !== undefined || own.code === 'key_repeated');
  if (bearerCounts && ownCounts) return { code: 'key_repeated' };
  return (bearerCounts && bearer) || (ownCounts && own) || bearer || own || { code: 'key_missing' };
}

// For js_set, where a request needs scopes. Returns a text if the key lacks one.
function lacksScope(r) {
  const all = ' ' + r.variables.lostwax_scope + ' ';
  const wanted = r.variables.lostwax_scopes;
  return wanted === '' || wanted.split(' ').every((scope) => all.includes(' ' + scope + ' ')) ? '' : 'yes';
}

// For js_content on the Unix socket, which "lostwax pins" calls. GET answers with the state, GET /keys with the names
// of all entries. POST has one command in each line and applies all of them or none:
//   ?stamp   only if this is the table's stamp; the first line
//   !stamp n the table is complete, if it has n entries, and gets this stamp; the first line
//   -name    remove an entry
//   +name…   add or replace an entry
//   =time    set the deadline, in seconds since the Unix epoch
function push(r) {
  const table = ngx.shared.lostwax;
  // Entries that no key can have as its name: until when the table may be used, and who wrote it. Their names change
  // with the form of the entries: a reload keeps the table.
  const DEADLINE = '#until';
  const STATE = '#table';
  const EARLIER = ['#deadline', '#state'];

  const isCommand = (line, at) => {
    if (line[0] === '+') return /^\+[A-Za-z0-9_-]{43} \d+\t[!-~]+\t[!-~]+\t[ -~]*\t[ -~]*$/.test(line);
    if (at === 0 && /^(?:\?[A-Za-z0-9_-]{1,64}|![A-Za-z0-9_-]{1,64} \d{1,9})$/.test(line)) return true;
    return /^(?:-[A-Za-z0-9_-]{16}|=\d{1,12})$/.test(line);
  };

  const mayApply = (line, now) => {
    if (line[0] === '?') return line.slice(1) === now.stamp;
    if (line[0] !== '!') return true;
    const words = line.slice(1).split(' ');
    // Counted again: a request that failed may have been applied in part.
    now.count = table.size() - [DEADLINE, STATE].concat(EARLIER).filter((it) => table.has(it)).length;
    now.stamp = words[0];
    return now.count === Number(words[1]);
  };

  // What check() reads.
  const entryOf = (record) => {
    const entry = record.slice(17, 44) + '\t' + record.slice(45);
    if (!record.includes('"') && !record.includes('\\')) return entry;
    const customer = record.split('\t')[2];
    return /["\\]/.test(customer) ? entry + '\t' + JSON.stringify(customer) : entry;
  };

  // Returns how many entries it removed.
  const apply = (line, now) => {
    const name = line.slice(1, 17);
    switch (line[0]) {
      case '+':
        if (table.add(name, entryOf(line))) now.count++;
        else table.set(name, entryOf(line));
        break;
      case '-':
        if (!table.delete(name)) break;
        now.count--;
        return 1;
      case '=':
        table.set(DEADLINE, line.slice(1));
    }
    return 0;
  };

  const state = () => {
    const fields = (table.get(STATE) || '\t0\t0').split('\t');
    return { stamp: fields[0], writes: Number(fields[1]), count: Number(fields[2]) };
  };

  const answer = (status, now, removed) => {
    const deadline = Number(table.get(DEADLINE) || 0);
    r.headersOut['Content-Type'] = 'application/json';
    r.return(status, JSON.stringify({ stamp: now.stamp, writes: now.writes, count: now.count, deadline, removed }));
  };

  if (r.method === 'GET') {
    if (r.uri !== '/keys') return answer(200, state(), 0);
    return r.return(200, table.keys(100000000).filter((name) => name[0] !== '#').join('\n'));
  }
  const lines = (r.requestText || '').split('\n');
  if (r.method !== 'POST' || r.uri !== '/' || lines.pop() !== '' || lines.length === 0 || !lines.every(isCommand))
    return r.return(400, 'Not a change of the table. Only "lostwax pins" writes it.\n');
  const now = state();
  if (!mayApply(lines[0], now)) return answer(409, now, 0);
  try {
    const removed = lines.reduce((sum, line) => sum + apply(line, now), 0);
    now.writes++;
    table.set(STATE, now.stamp + '\t' + now.writes + '\t' + now.count);
    return answer(200, now, removed);
  } catch (error) {
    // The table may be incomplete now.
    table.delete(DEADLINE);
    r.error('lostwax: every key is refused, because the table is full: ' + error.message +
      '. Print the configuration again with a higher --keys, and reload nginx.');
    return r.return(507, 'The table is full.\n');
  }
}

export default { check, lacksScope, push };
`;
