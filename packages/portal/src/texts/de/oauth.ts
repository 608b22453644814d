/** German texts of the portal: OAuth clients. */

import type { oauth as oauthEn } from '../en/oauth.ts';

export const oauth: typeof oauthEn = {
  clientId: 'Client-ID',
  secret: 'Client-Secret',
  tokenUrl: 'Token-URL',
  once: 'Kopieren Sie das Client-Secret jetzt und bewahren Sie es sicher auf. Es wird nicht noch einmal angezeigt.',
  curl: 'Zugriffstoken mit curl abrufen',
};
