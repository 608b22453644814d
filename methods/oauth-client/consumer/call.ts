/** Lists orders with an access token, which the program gets first and renews when it expires. */
import * as client from 'openid-client';

const config = await client.discovery(
  new URL(String(process.env['ISSUER'])),
  String(process.env['CLIENT_ID']),
  String(process.env['CLIENT_SECRET']),
  undefined,
  { algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
);
const { access_token: token } = await client.clientCredentialsGrant(config);
const answer = await fetch(`${process.env['API_URL']}/orders`, {
  headers: { authorization: `Bearer ${token}` },
});
if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
console.log(await answer.text());
