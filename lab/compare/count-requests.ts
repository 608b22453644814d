/** Loaded before a consumer's program: writes at its end how many HTTP requests it made. */
import { subscribe } from 'node:diagnostics_channel';

let requests = 0;
// fetch, and node:http with node:https.
for (const channel of ['undici:request:create', 'http.client.request.start'])
  subscribe(channel, () => {
    requests += 1;
  });
process.on('exit', () => process.stderr.write(`requests made: ${requests}\n`));
