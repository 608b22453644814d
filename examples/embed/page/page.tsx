// biome-ignore lint/style/noRestrictedImports: a public entry of the package: the element's types for JSX.
import type {} from '@lostwax/portal/react';
import { createRoot } from 'react-dom/client';

/** Asks this page's own backend, which knows who is signed in; the administrator key never comes near a browser. */
async function getSession(): Promise<{ token: string; expiresAt: string }> {
  const answer = await fetch('/lostwax-session', { method: 'POST' });
  if (!answer.ok) throw new Error(`The backend did not return a session (status ${answer.status}).`);
  return answer.json();
}

function Account({ authority }: { readonly authority: string }) {
  return (
    <main>
      <h1>Your account at Acme</h1>
      <lostwax-keys authority={authority} getSession={getSession} theme="light" />
    </main>
  );
}

const page = document.getElementById('page');
const { authority } = document.body.dataset;
if (page !== null && authority !== undefined) createRoot(page).render(<Account authority={authority} />);
