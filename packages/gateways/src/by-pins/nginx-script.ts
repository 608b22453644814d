/**
 * The njs module of {@link renderNginxPins}, for njs 0.8 or later. It is the same for every workspace.
 *
 * The table has an entry for each key. Its name is the first 16 characters of the pin, the longest that fits into
 * nginx's 128-byte slot. Its value has the next 16, which are compared: 192 bits of the pin in all, so most values fit
 * into such a slot too. What follows is the answer, as the configuration's regular expression takes it apart.
 *
 * njs makes a new VM for each request: it runs the module, which creates every function at the top, and copies every
 * built-in function that is used. So `check` uses few of them, and rare cases have their functions inside of others.
 *
 * @see https://nginx.org/en/docs/njs/reference.html
 */
export const nginxScript: string = String.raw`// Checks keys inside nginx: https://nginx.org/en/docs/njs/
// Printed by "lostwax gateway nginx --mode pins --part script". It needs no changes.
import crypto from 'crypto';

// For js_set. Returns the code of a refusal; or the entry, and the claims in base64url.
function check(r) {
  // The time, in 14 characters, a plus if requests need scopes, and the Authorization header if the request has no
  // X-Api-Key. An earlier configuration doesn't have the time: every deadline has passed then.
  const sent = r.variables.lostwax_sent || '~';
  let key = sent.slice(15, 22) === 'Bearer ' && sent[22] !== ' ' ? sent.slice(22) : undefined;
  let refusal;
  // Once; and again with the key of a request that has it in another form.
  for (;;) {
    if (key !== undefined) {
      const table = ngx.shared.lostwax;
      refusal = 'key_unknown';
      // Not there after a restart, and until the table is complete. Both have ten digits, so texts compare as numbers do.
      if (!(table.get('#fresh') > sent)) refusal = 'set_stale';
      else {
        const pin = crypto.createHash('sha256').update(key).digest('base64url');
        // The rest of the pin, a mark, the claims, and the customer if the claims have an escape in it. A tab after each.
        const entry = table.get(pin.slice(0, 16));
        if (entry !== undefined && entry.slice(0, 16) === pin.slice(16, 32)) {
          if (entry[16] === '\t' && sent[14] === ' ') return entry + btoa(entry.slice(17, -1));
          const claims = entry.slice(17, entry.indexOf('\t', 17));
          const found = /^[^"]+"(?:,"exp":(\d+))?(?:,"scope":"([^"]*)")?/.exec(claims);
          if (found[1] && !(+found[1] > +sent.slice(0, 14))) return 'key_expired';
          const hasAll = (all, wanted) => wanted === '' || wanted.split(' ').every((it) => all.includes(' ' + it + ' '));
          if (sent[14] !== ' ' && !hasAll(' ' + (found[2] || '') + ' ', r.variables.lostwax_scopes))
            return 'insufficient_scope';
          return entry + Buffer.from(claims).toString('base64url');
        }
      }
    }
    // The key of any request, or what is wrong with it.
    const credential = (authorization, apiKey) => {
      const inKeyHeader = (value) => {
        // No key contains a comma: these are several, joined.
        if (value.includes(',')) return { code: 'key_repeated' };
        return /^bearer[\s:]/i.test(value) ? { code: 'scheme_doubled' } : { key: value };
      };
      const inAuthorization = (value) => {
        if (value.startsWith('Bearer ') && value[7] !== ' ') return inKeyHeader(value.slice(7));
        const scheme = /^bearer +/i.exec(value);
        if (scheme) return inKeyHeader(value.slice(scheme[0].length));
        if (/^bearer$/i.test(value)) return undefined;
        return { code: /^bearer:|\s/i.test(value) ? 'scheme_unknown' : 'scheme_missing' };
      };
      const bearer = authorization ? inAuthorization(authorization) : undefined;
      const own = apiKey ? inKeyHeader(apiKey) : undefined;
      const bearerCounts = bearer !== undefined && (bearer.key !== undefined || bearer.code === 'key_repeated');
      const ownCounts = own !== undefined && (own.key !== undefined || own.code === 'key_repeated');
      if (bearerCounts && ownCounts) return { code: 'key_repeated' };
      return (bearerCounts && bearer) || (ownCounts && own) || bearer || own || { code: 'key_missing' };
    };
    const found = credential(r.headersIn.Authorization, r.headersIn['X-Api-Key']);
    if (found.code !== undefined) return found.code;
    if (refusal !== undefined) return refusal;
    key = found.key;
  }
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
  const DEADLINE = '#fresh';
  const STATE = '#writes';
  const EARLIER = ['#deadline', '#state', '#until', '#table'];

  const isCommand = (line, at) => {
    if (line[0] === '+') return /^\+[A-Za-z0-9_-]{43} \d+\t[!#-~]+"[ -~]*\}(?:\t[!-~]+)?$/.test(line);
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

  // What check() reads. The mark is a tab if the key has no expiration, and base64 is base64url for its claims.
  const entryOf = (line) => {
    const record = line.slice(line.indexOf('\t') + 1);
    const mark = line.startsWith('0\t', 45) && !/[>?~\t]/.test(record) ? '\t' : '!';
    return line.slice(17, 33) + mark + record + '\t';
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
        table.set(DEADLINE, line.slice(1).padStart(10, '0'));
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

export default { check, push };
`;
