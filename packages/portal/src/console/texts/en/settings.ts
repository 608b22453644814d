/** English texts of the console: workspace settings. */

import { plural } from '../../../texts/en/plural.ts';

export const settings = {
  title: 'Settings',
  general: {
    title: 'General',
    name: 'Name',
    nameHint: 'Your customers see this name in the portal.',
    fixed: 'Identifiers',
    fixedAbout: 'Gateways and keys rely on these. They can’t be changed.',
    audience: 'Audience',
    keySet: 'Key set (JWKS)',
  },
  branding: {
    title: 'Branding',
    about: 'How the portal looks to your customers.',
    color: 'Brand color',
    colorHint: 'Used for buttons and links in the portal.',
    colorCode: 'Color code',
    colorWrong: 'Enter a color such as #0b6e4f.',
    colorReset: 'Use the default color',
    preview: 'Preview',
    previewButton: 'Create key',
    logo: 'Logo',
    logoHint: 'Shown at the top of the portal. PNG, WebP or JPEG, up to 32 kB.',
    favicon: 'Favicon',
    faviconHint: 'The small icon in the browser tab. PNG, WebP or JPEG, up to 32 kB.',
    upload: (what: string) => `Upload ${what.toLowerCase()}`,
    replace: (what: string) => `Replace ${what.toLowerCase()}`,
    remove: (what: string) => `Remove ${what.toLowerCase()}`,
    imageWrong: 'Choose a PNG, WebP or JPEG file.',
    imageTooLarge: 'The file is larger than 32 kB. Choose a smaller one.',
  },
  links: {
    title: 'Links',
    about: 'Shown to your customers where they’re useful.',
    apiUrl: 'API address',
    apiUrlHint: 'The base address of your API. New keys are shown with an example request to this address.',
    docsUrl: 'Documentation',
    docsUrlHint: 'Linked wherever customers learn how to use a key.',
    supportUrl: 'Support',
    supportUrlHint: 'An https address or mailto: link. Linked from errors and limits.',
    wrong: 'Enter an address that begins with https://.',
    supportWrong: 'Enter an address that begins with https:// or mailto:.',
  },
  permissions: {
    title: 'Permissions',
    about: 'What a key can be allowed to do. The scope goes into the key. Customers see the description.',
    scope: 'Scope',
    description: 'Description',
    row: (number: string) => `Permission ${number}`,
    add: 'Add permission',
    remove: (scope: string) => `Remove ${scope}`,
    removeEmpty: 'Remove empty row',
    none: 'No permissions: keys can call everything.',
    scopeWrong: 'Use 1 to 255 visible characters without spaces, " and \\.',
    scopeTwice: 'This scope is listed twice.',
    any: 'Allow scopes that are not listed',
    anyHint: 'Administrator keys and your backend can then create keys with any scope.',
    preview: 'What customers see',
  },
  rules: {
    title: 'Key rules',
    maxKeys: 'Key limit per customer',
    maxKeysHint: 'Leave empty for no limit. You can set another limit for a single customer.',
    longest: 'Maximum lifetime in days',
    longestHint: 'New keys expire after this time at the latest. Leave empty for no limit.',
    methods: 'Key types',
    methodsHint: 'What customers can choose from. With one type, there is nothing to choose.',
    methodsHelp: 'Help me choose',
    methodHints: {
      signed: 'Works with every gateway that verifies JWTs.',
      opaque:
        'Only gates and verifiers that follow the full feed can check them. Plain gateways reject them.',
      'oauth-client':
        'For customers and partners who require OAuth 2.0 (client credentials). Gates and verifiers that follow the full feed check their access tokens.',
      certificate:
        'For customers who must authenticate with TLS. Their private key never leaves them. Only gates and verifiers that follow the full feed can check them.',
      'shared-signed':
        'JWTs signed with one signing key for all customers. Works with every gateway that verifies JWTs, but only gates and verifiers that follow the full feed can reject a single revoked key.',
    },
    origins: 'Allowed pages',
    originsHint:
      'Pages that can embed the portal, one origin per line, such as https://app.example.com. Scripts on these pages can read a new key.',
    allReaders: 'All gateways are registered',
    allReadersHint:
      'Turn this on once every gateway, gate and library that checks keys of this workspace is listed under Gateways. Only then can a key be shown as unused.',
  },
  signing: {
    title: 'Signing key',
    about: 'Signs all shared-key tokens of this workspace. It is stored encrypted.',
    noSecret:
      'The server was started without the secret key, so no shared-key tokens can be created. Start it with --secret-key-file or LOSTWAX_SECRET_KEY.',
    theft:
      'Anyone who steals the signing key can create a valid token for any customer. Gateways that check only the signature accept it; gates that follow the full feed don’t. After a theft, revoke the signing key. Rotating isn’t enough.',
    columns: { id: 'Key ID', state: 'Status', keys: 'Active keys', created: 'Created' },
    states: { current: 'Current', retiring: 'Retiring', removed: 'Removed' },
    rotate: 'Rotate',
    rotateTitle: 'Rotate the signing key?',
    rotateText:
      'New keys are signed with a new signing key. Existing keys keep working: the old signing key stays in the key set until none of them is active.',
    retire: 'Remove the old key after (days)',
    retireHint:
      'Keys signed with it are then revoked. Leave empty to keep it as long as any of them is active.',
    rotated: 'Signing key rotated',
    revoke: 'Revoke',
    revokeTitle: 'Revoke this signing key?',
    revokeText: (count: number, text: string) =>
      plural(count, {
        one: `${text} active key is signed with it. It is revoked permanently and stops working.`,
        other: `${text} active keys are signed with it. They are revoked permanently and stop working.`,
      }),
    revokeGateways:
      'Gates reject them at once, gateways when they next fetch the key set. If this is the current signing key, a new one replaces it.',
    revokeConfirm: 'Revoke permanently',
    revoked: 'Signing key revoked',
  },
  danger: {
    revoke: 'Revoke keys in bulk',
    revokeAbout:
      'Revoke all keys of a customer, all keys created by someone, or all keys from a time range at once. You can’t undo this.',
  },
  wrongNumber: 'Enter a whole number above 0, or leave the field empty.',
  unsaved: 'Unsaved changes',
  discard: 'Discard',
  save: 'Save',
  saved: 'Settings saved',
  leaveTitle: 'Discard unsaved changes?',
  leaveText: 'You have changed settings without saving them.',
  leave: 'Discard and leave',
  stay: 'Keep editing',
};
