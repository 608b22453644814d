/** Loaded before a consumer's program: writes at its end how many HTTP requests it made. */
import { subscribe } from 'node:diagnostics_channel';

let requests = 0;
subscribe('undici:request:create', () => {
  requests += 1;
});
process.on('exit', () => process.stderr.write(`requests made: ${requests}\n`));
