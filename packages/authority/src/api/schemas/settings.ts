import { z } from '@hono/zod-openapi';
import { scope, text } from '../../web/schemas.ts';
import { maxKeys } from './customers.ts';

const colour = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #0b6e4f')
  .openapi({ description: 'Accent of the pages.', example: '#0b6e4f' });

const scopeTexts = z
  .record(scope, text(200))
  .refine((texts) => Object.keys(texts).length <= 100, 'must hold at most 100 scopes')
  .openapi({
    description: 'What each scope means, in your words: the portal shows it. Allows nothing by itself.',
    example: { 'orders:read': 'Read orders' },
  });

const MOST_ORIGINS = 50;
const LONGEST_SECONDS = 3_153_600_000;

const longestLifeSeconds = z.int().min(60).max(LONGEST_SECONDS).openapi({
  description: 'Longest life of a new key; one without expiry gets it. Null: no limit.',
});

/** No wildcard, no path: it goes into headers that browsers read, and must mean what it says. */
const origin = z
  .string()
  .max(255, 'must have at most 255 characters')
  .regex(
    /^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?$/,
    'must be an origin in lower case such as https://app.example.com (http only for localhost)',
  )
  .refine((it) => URL.canParse(it) && new URL(it).origin === it, 'must be an origin, without the usual port')
  .openapi({ example: 'https://app.example.com' });

const allowedOrigins = z
  .array(origin)
  .max(MOST_ORIGINS, `must hold at most ${MOST_ORIGINS} origins`)
  .refine((all) => new Set(all).size === all.length, 'must not hold an origin twice')
  .openapi({ description: 'Origins whose pages may embed the portal. No others may.', uniqueItems: true });

/** Members of a workspace that the portal shows and keeps to. */
export const settings = {
  colour: colour.nullable(),
  scopeTexts,
  maxKeysPerCustomer: maxKeys
    .nullable()
    .openapi({ description: 'Most keys of a customer without a limit of its own. Null: any number.' }),
  longestLifeSeconds: longestLifeSeconds.nullable(),
  allowedOrigins,
  allReadersRegistered: z.boolean().openapi({
    description:
      'Set it to true once every gateway, gate, verifier and JWT library that accepts keys of this workspace is registered as a reader. Nothing is called unused before: the authority cannot know of a reader that is not registered.',
  }),
};

export const settingsPatch = z.object(settings).partial().shape;

export const exampleSettings = {
  colour: '#0b6e4f',
  scopeTexts: { 'orders:read': 'Read orders' },
  maxKeysPerCustomer: 20,
  longestLifeSeconds: null,
  allowedOrigins: ['https://app.example.com'],
  allReadersRegistered: false,
};
