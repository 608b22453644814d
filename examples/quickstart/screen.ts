/** What stands on the screen. */
export interface Screen {
  /** The authority as the command reaches it. */
  readonly authorityUrl: string;
  readonly apiUrl: string;
  readonly issuer: string;
  readonly data: string;
  readonly adminKeyFile: string;
  readonly keyId: string;
  readonly token: string;
  /** Demo keys of earlier starts that were revoked just now. */
  readonly revoked: number;
}

/** One screen: what runs, a key, and lines to paste. Each line works as it is. */
export function screenText(it: Screen): string {
  const earlier = it.revoked === 0 ? '' : ' The one of the last start is revoked.';
  return `
Lostwax runs. Ctrl-C stops it; the next start keeps everything.

  authority  ${it.authorityUrl}  data in ${it.data}, administrator's key in ${it.adminKeyFile}
  demo API   ${it.apiUrl}  checks keys with an ordinary JWT library: examples/quickstart/api.ts

A fresh key of the customer "initech", shown this once.${earlier}

${it.token}

Call the demo API with it. It answers 200:

curl -i ${it.apiUrl}/ -H 'Authorization: Bearer ${it.token}'

Revoke it, then call again. It answers 401 within 2 s, for ever:

${revokeLine(it)}

The key's public half is then gone from ${it.issuer}/.well-known/jwks.json,
and its private half was destroyed when the key was made: nobody can make it anew.
`;
}

/** The command finds the authority and its key by itself where they are in the usual places. */
function revokeLine({ authorityUrl, data, keyId }: Screen): string {
  const url = authorityUrl === 'http://localhost:7420' ? '' : `LOSTWAX_URL=${authorityUrl} `;
  const folder = data === './data' ? '' : ` --data '${data.replaceAll("'", "'\\''")}'`;
  return `${url}npx lostwax key revoke ${keyId}${folder}`;
}
