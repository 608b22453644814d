/** English texts of the portal: OAuth clients. */

export const oauth = {
  clientId: 'Client ID',
  secret: 'Client secret',
  tokenUrl: 'Token URL',
  once: 'Copy the client secret now and store it in a safe place. We can’t show it again.',
  curl: 'Get an access token with curl',
};
