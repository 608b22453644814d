/** Calls an API as an OAuth client. Run it with CLIENT_ID, CLIENT_SECRET, ISSUER and API_URL. */
import * as openid from 'openid-client';

const { CLIENT_ID = '', CLIENT_SECRET = '', ISSUER = '', API_URL = '' } = process.env;

const config = await openid.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  algorithm: 'oauth2',
  // Only for an issuer on this machine: elsewhere it uses https.
  execute: ISSUER.startsWith('http://localhost') ? [openid.allowInsecureRequests] : [],
});
const { access_token } = await openid.clientCredentialsGrant(config, { scope: 'orders:read' });

const response = await fetch(API_URL, { headers: { authorization: `Bearer ${access_token}` } });
process.stdout.write(`${response.status}\n`);
if (!response.ok) process.exitCode = 1;
