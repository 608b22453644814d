/** What stands on the screen. */
export interface Screen {
  /** The authority as the command reaches it. */
  readonly authorityUrl: string;
  readonly gateUrl: string;
  readonly apiUrl: string;
  readonly issuer: string;
  readonly data: string;
  readonly adminKeyFile: string;
  /** Links that sign in once. */
  readonly portalUrl: string;
  readonly consoleUrl: string;
  readonly keyId: string;
  readonly token: string;
  /** Demo keys of earlier starts that were revoked just now. */
  readonly revoked: number;
}

/** One screen: what runs, a key, and lines to paste. Each line works as it is. */
export function screenText(it: Screen): string {
  const earlier = it.revoked === 0 ? '' : ' The one of the last start is revoked.';
  const call = (url: string): string => `curl -i ${url}/ -H 'Authorization: Bearer ${it.token}'`;
  return `
Lostwax runs. Ctrl-C stops it; the next start keeps everything.

  authority  ${it.authorityUrl}  data in ${it.data}, administrator's key in ${it.adminKeyFile}
  gate       ${it.gateUrl}  before an API without any code for keys: examples/quickstart/behind-gate.ts
  demo API   ${it.apiUrl}  checks keys itself, with an ordinary JWT library: examples/quickstart/api.ts

Two links for the browser, each good once and for five minutes. The portal, where the customer "initech" makes, rotates and revokes its own keys:

${it.portalUrl}

The console, where you see to customers, keys and gateways:

${it.consoleUrl}

Later, these print new ones:

${command(it, 'portal --workspace demo --customer initech')}
${command(it, 'console')}

A fresh key of "initech", shown this once.${earlier}

${it.token}

Call through the gate with it. It answers 200:

${call(it.gateUrl)}

Revoke it, then call again. It now answers 401, permanently:

${command(it, `key revoke ${it.keyId}`)}

The demo API takes the same keys. It answers 401 within 2 s, when its library has fetched the key set again:

${call(it.apiUrl)}

Some seconds later, this says since when the gate refuses the key, and when it was last used:

${command(it, `key show ${it.keyId}`)}

The key's public half is then gone from ${it.issuer}/.well-known/jwks.json,
and its private half was destroyed when the key was made: nobody can make it anew.
`;
}

/** The command finds the authority and its key by itself where they are in the usual places. */
function command({ authorityUrl, data }: Screen, words: string): string {
  const url = authorityUrl === 'http://localhost:7420' ? '' : `LOSTWAX_URL=${authorityUrl} `;
  const folder = data === './data' ? '' : ` --data '${data.replaceAll("'", "'\\''")}'`;
  return `${url}npx lostwax ${words}${folder}`;
}
