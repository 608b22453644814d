import { z } from '@hono/zod-openapi';
import { timeOut } from '../../web/schemas.ts';

export const signInOffer = z
  .object({
    openid: z
      .object({ name: z.string().openapi({ description: 'Name of the provider, as in "Sign in with …".' }) })
      .nullable()
      .openapi({ description: 'Null if no OpenID Connect provider is configured.' }),
  })
  .openapi('SignInOffer', { example: { openid: { name: 'Acme Login' } } });

export const consoleCode = z
  .object({
    id: z.string(),
    url: z.string().openapi({ description: 'Opens the console. Opening the link doesn’t use up the code.' }),
    expiresAt: timeOut,
  })
  .openapi('ConsoleCode', {
    example: {
      id: 'ses_0123456789abcdef',
      url: 'https://keys.example.com/console/#0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
      expiresAt: '2030-01-01T00:05:00Z',
    },
  });
