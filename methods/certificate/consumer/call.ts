/** Lists orders, as a customer's program does: its certificate says who it is. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { text } from 'node:stream/consumers';

const sent = get(String(process.env['API_URL']), {
  cert: readFileSync(String(process.env['CERTIFICATE_FILE'])),
  key: readFileSync(String(process.env['PRIVATE_KEY_FILE'])),
});
const [answer] = (await once(sent, 'response')) as [IncomingMessage];
const body = await text(answer);
if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${body}`);
console.log(body);
