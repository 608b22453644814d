import { z } from '@hono/zod-openapi';
import { isLoopback } from '@lostwax/contract';
import { methodNames } from '../../domain/methods/table.ts';
import { scope, text } from '../../web/schemas.ts';
import { maxKeys } from './customers.ts';

const color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a color such as #0b6e4f')
  .openapi({ description: 'Brand color of the pages.', example: '#0b6e4f' });

const scopeTexts = z
  .record(scope, text(200))
  .refine((texts) => Object.keys(texts).length <= 100, 'must have at most 100 scopes')
  .openapi({
    description: 'A description of each scope, shown in the portal. It doesn’t allow a scope by itself.',
    example: { 'orders:read': 'Read orders' },
  });

const MOST_ORIGINS = 50;
const LONGEST_SECONDS = 3_153_600_000;

const longestLifeSeconds = z.int().min(60).max(LONGEST_SECONDS).openapi({
  description: 'Maximum lifetime of new keys, in seconds; also the default. Null means no limit.',
});

/** No wildcard, no path, and no IPv6 address, which browsers don't accept in frame-ancestors. */
const originForm = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/;
const originHint =
  'must be an origin in lower case such as https://app.example.com (http only for localhost)';

const origin = z
  .string()
  .max(255, 'must have at most 255 characters')
  .regex(originForm, originHint)
  .refine((it) => URL.canParse(it) && new URL(it).origin === it, 'must be an origin, without a default port')
  .refine((it) => URL.canParse(it) && isPublic(new URL(it), /^https:$/), originHint)
  .openapi({ example: 'https://app.example.com' });

const allowedOrigins = z
  .array(origin)
  .max(MOST_ORIGINS, `must have at most ${MOST_ORIGINS} origins`)
  .refine((all) => new Set(all).size === all.length, 'must not list an origin twice')
  .openapi({ description: 'Origins whose pages can embed the portal.', uniqueItems: true });

const MOST_URL = 2_048;

/** Shown as a link or in a command that people paste: no quotes, no spaces, no script. */
const urlRule = (schemes: RegExp, hint: string) =>
  z
    .string()
    .max(MOST_URL, `must have at most ${MOST_URL} characters`)
    .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[\w.~:/?#[\]@!&()*+,;=%-]+$/, `must be ${hint}`)
    .refine((it) => URL.canParse(it) && isPublic(new URL(it), schemes), `must be ${hint}`)
    .openapi({ format: 'uri' });

/** Plain HTTP only for loopback addresses; no credentials in the URL. */
function isPublic(url: URL, schemes: RegExp): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return (url.protocol === 'http:' && isLoopback(url.hostname)) || schemes.test(url.protocol);
}

const webUrl = urlRule(/^https:$/, 'an https:// address (http:// only for localhost)');
const contactUrl = urlRule(/^(https|mailto):$/, 'an https:// address or a mailto: link');

const methods = z
  .array(z.enum(methodNames))
  .min(1, 'must name at least one method')
  .refine((all) => new Set(all).size === all.length, 'must not list a method twice')
  .openapi({
    description:
      'Methods that new keys can have: `signed` keys work with every gateway; `opaque` keys are short, and only gates and verifiers that follow the full feed can check them; `oauth-client` keys are a client ID and secret that get access tokens by OAuth 2.0 client credentials, which such gates and verifiers check; `certificate` keys are client certificates that customers make; `shared-signed` keys are JWTs signed with one signing key per workspace, work with every gateway, and only gates and verifiers that follow the full feed can refuse a single one. The default of a new key is `signed` where it is offered.',
    uniqueItems: true,
  });

const MOST_IMAGE = 45_000;

const image = (of: string) =>
  z
    .string()
    .max(MOST_IMAGE, `must have at most ${MOST_IMAGE} characters`)
    .nullable()
    .openapi({
      description: `${of} Write it as a \`data:\` URL in base64: PNG, WebP or JPEG, at most 32 KiB. It is read as the address where the authority serves it.`,
      example: 'https://keys.example.com/portal/acme_live/logo?v=0123456789abcdef',
    });

/** Members of a workspace that the portal shows and enforces. */
export const settings = {
  methods,
  color: color.nullable(),
  scopeTexts,
  maxKeysPerCustomer: maxKeys
    .nullable()
    .openapi({ description: 'Key limit for customers without a limit of their own. Null means no limit.' }),
  longestLifeSeconds: longestLifeSeconds.nullable(),
  allowedOrigins,
  allReadersRegistered: z.boolean().openapi({
    description:
      'Set to true once every gateway, gate, verifier and JWT library that accepts keys of this workspace is registered as a reader. Until then, no key is reported as unused, because an unregistered reader could still use it.',
  }),
  apiUrl: webUrl.nullable().openapi({
    description: 'Base URL of your API. New keys are shown with an example request to it.',
    example: 'https://api.example.com',
  }),
  docsUrl: webUrl.nullable().openapi({
    description: 'URL of your documentation. The portal links to it.',
    example: 'https://docs.example.com',
  }),
  supportUrl: contactUrl.nullable().openapi({
    description: 'URL or `mailto:` link of your support. The portal links to it from errors.',
    example: 'mailto:support@example.com',
  }),
  logo: image('Logo in the portal.'),
  favicon: image('Icon of the portal in browser tabs.'),
  setupDismissed: z
    .boolean()
    .openapi({ description: 'Whether the setup checklist of the console is hidden.' }),
};

export const settingsPatch = z.object(settings).partial().shape;

export const exampleSettings = {
  color: '#0b6e4f',
  scopeTexts: { 'orders:read': 'Read orders' },
  maxKeysPerCustomer: 20,
  longestLifeSeconds: null,
  methods: ['signed' as const],
  allowedOrigins: ['https://app.example.com'],
  allReadersRegistered: false,
  apiUrl: 'https://api.example.com',
  docsUrl: 'https://docs.example.com',
  supportUrl: 'mailto:support@example.com',
  logo: 'https://keys.example.com/portal/acme_live/logo?v=0123456789abcdef',
  favicon: null,
  setupDismissed: false,
};
