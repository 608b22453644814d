/** What the screen shows. */
export interface Screen {
  /** The authority as the command reaches it. */
  readonly authorityUrl: string;
  readonly gateUrl: string;
  readonly apiUrl: string;
  readonly issuer: string;
  readonly data: string;
  readonly adminKeyFile: string;
  /** Sign-in links that work once. */
  readonly portalUrl: string;
  readonly consoleUrl: string;
  readonly keyId: string;
  readonly token: string;
  /** How many demo keys of earlier starts were just revoked. */
  readonly revoked: number;
}

/** One screen: what is running, a key, and commands to paste. */
export function screenText(it: Screen): string {
  const earlier = it.revoked === 0 ? '' : ' The key of the last start is now revoked.';
  const call = (url: string): string => `curl -i ${url}/ -H 'Authorization: Bearer ${it.token}'`;
  return `
Lostwax is running. Press Ctrl-C to stop; your data is kept.

  authority  ${it.authorityUrl}  data in ${it.data}, administrator key in ${it.adminKeyFile}
  gate       ${it.gateUrl}  in front of an API with no key handling of its own: examples/quickstart/behind-gate.ts
  demo API   ${it.apiUrl}  checks keys itself with a standard JWT library: examples/quickstart/api.ts

Open these links in a browser. Each works once, within five minutes. The portal, where the customer "initech" manages its own keys:

${it.portalUrl}

The console, where you manage customers, keys and gateways:

${it.consoleUrl}

To get new links:

${command(it, 'portal --workspace demo --customer initech')}
${command(it, 'console')}

A new key for "initech". It is shown only once.${earlier}

${it.token}

Call the API through the gate. It answers 200:

${call(it.gateUrl)}

Revoke the key and call again. The gate now answers 401, permanently:

${command(it, `key revoke ${it.keyId}`)}

The demo API accepts the same keys. It answers 401 within 2 seconds, once its library has fetched the key set again:

${call(it.apiUrl)}

After 10 seconds, see when the gate started refusing the key and when the key was last used:

${command(it, `key show ${it.keyId}`)}

Once revoked, the key's public half is gone from ${it.issuer}/.well-known/jwks.json.
Its private half was destroyed when the key was created, so the key can't be recreated.
`;
}

/** The command needs no URL or folder when both are the defaults. */
function command({ authorityUrl, data }: Screen, words: string): string {
  const url = authorityUrl === 'http://localhost:7420' ? '' : `LOSTWAX_URL=${authorityUrl} `;
  const folder = data === './data' ? '' : ` --data '${data.replaceAll("'", "'\\''")}'`;
  return `${url}npx lostwax ${words}${folder}`;
}
