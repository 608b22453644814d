import { z } from '@hono/zod-openapi';
import { timeOut } from '../../web/schemas.ts';

export const signInOffer = z
  .object({
    openid: z
      .object({ name: z.string().openapi({ description: 'What the provider is called: "Sign in with …".' }) })
      .nullable()
      .openapi({ description: 'Null where no provider of OpenID Connect is set up.' }),
  })
  .openapi('SignInOffer', { example: { openid: { name: 'Acme Login' } } });

export const consoleCode = z
  .object({
    id: z.string(),
    url: z.string().openapi({ description: 'Opens the console. Opening it uses nothing up.' }),
    expiresAt: timeOut,
  })
  .openapi('ConsoleCode', {
    example: {
      id: 'ses_0123456789abcdef',
      url: 'https://keys.example.com/console/#0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
      expiresAt: '2030-01-01T00:05:00Z',
    },
  });
