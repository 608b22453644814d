import type { Workspace } from '@lostwax/client';
import type { Sample } from '../../ui/code-tabs.tsx';

/** The authority's origin, which the issuer URL starts with. */
const originOf = (of: Workspace): string => new URL(of.issuer).origin;

/** How a backend requests a portal link, in several languages. */
export function portalSamples(of: Workspace): readonly Sample[] {
  const url = `${originOf(of)}/v1/workspaces/${of.slug}/portal-sessions`;
  return [
    {
      name: 'curl',
      code: `curl -X POST '${url}' \\
  -H "Authorization: Bearer $LOSTWAX_ADMIN_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"customer": "cus_4711", "customerName": "Initech", "actor": {"id": "u_7", "name": "Ada"}}'`,
    },
    {
      name: 'Node.js',
      code: `const response = await fetch('${url}', {
  method: 'POST',
  headers: {
    authorization: \`Bearer \${process.env.LOSTWAX_ADMIN_KEY}\`,
    'content-type': 'application/json',
  },
  body: JSON.stringify({
    customer: 'cus_4711',
    customerName: 'Initech',
    actor: { id: 'u_7', name: 'Ada' },
  }),
});
const { url } = await response.json();
// Redirect the customer to the url. It works once, within five minutes.`,
    },
    {
      name: 'Python',
      code: `import os, requests

response = requests.post(
    "${url}",
    headers={"Authorization": f"Bearer {os.environ['LOSTWAX_ADMIN_KEY']}"},
    json={
        "customer": "cus_4711",
        "customerName": "Initech",
        "actor": {"id": "u_7", "name": "Ada"},
    },
)
response.raise_for_status()
# Redirect the customer to this URL. It works once, within five minutes.
url = response.json()["url"]`,
    },
  ];
}

/** What a page needs in order to embed the portal. */
export function embedPage(of: Workspace): string {
  const origin = originOf(of);
  return `<script type="module" src="${origin}/assets/lostwax-keys.js"></script>
<lostwax-keys authority="${origin}"></lostwax-keys>
<script type="module">
  document.querySelector('lostwax-keys').getSession = async () =>
    (await fetch('/lostwax-session', { method: 'POST' })).json();
</script>`;
}

/** The backend route from which the page requests a session. */
export function embedBackend(of: Workspace): string {
  return `app.post('/lostwax-session', async (request, response) => {
  const answer = await fetch('${originOf(of)}/v1/workspaces/${of.slug}/portal-sessions', {
    method: 'POST',
    headers: {
      authorization: \`Bearer \${process.env.LOSTWAX_ADMIN_KEY}\`,
      'content-type': 'application/json',
    },
    // Take the customer from your own session, never from the request.
    body: JSON.stringify({ customer: request.session.customer, embed: true }),
  });
  response.status(answer.status).json(await answer.json());
});`;
}
