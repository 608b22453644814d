/** English texts of the console: the setup checklist of a new workspace. */

import { plural } from '../../../texts/en/plural.ts';

export const setup = {
  title: 'Get started',
  progress: (done: string, of: string) => `${done} of ${of} steps done`,
  intro: 'From an empty workspace to the first call with a key.',
  finished: 'Your API accepts keys. Hide this checklist when you no longer need it.',
  hide: 'Hide checklist',
  hidden: 'Checklist hidden',
  undo: 'Undo',
  done: 'Done',
  continue: 'Continue',
  permissions: {
    title: 'Define permissions',
    about: 'Permissions define what a key can do. Your customers choose from them when they create a key.',
    save: 'Save permissions',
    none: 'My keys don’t need permissions',
    doneNone: 'Keys have no permissions.',
    doneAny: 'Keys can have any permission.',
    doneSome: (count: number, text: string) =>
      plural(count, { one: `${text} permission`, other: `${text} permissions` }),
  },
  gateway: {
    title: 'Connect a gateway',
    about: 'A gateway checks the key before a request reaches your API. Choose the one you run.',
    choose: 'Your gateway',
    options: {
      gate: {
        label: 'Lostwax gate',
        hint: 'A reverse proxy in front of your API. Recommended to start with.',
      },
      nginx: { label: 'nginx', hint: 'Asks a gate with auth_request.' },
      caddy: { label: 'Caddy', hint: 'Asks a gate with forward_auth.' },
      haproxy: { label: 'HAProxy', hint: 'Passes requests through a gate.' },
      envoy: { label: 'Envoy', hint: 'Asks a gate with ext_authz.' },
      library: { label: 'Node.js library', hint: 'Checks keys inside your program.' },
    },
    upstream: 'Address of your API',
    upstreamHint:
      'Where your API listens, such as 127.0.0.1:8080. No API yet? Leave this empty: the gate then answers by itself.',
    upstreamRequired: 'Where your API listens, such as 127.0.0.1:8080.',
    upstreamWrong: 'Enter a host and a port, such as 127.0.0.1:8080.',
    create: 'Create gateway',
    again: 'Create a new command',
    run: 'Run this in a terminal:',
    runGate: 'Start the gate in a terminal:',
    configure: (name: string) => `Then configure ${name}:`,
    install: 'Add the package and this code to your program:',
    command: 'Start command',
    configuration: 'Configuration',
    code: 'Code',
    secret: 'The command holds a key that can only report usage for this workspace. We can’t show it again.',
    noReportKey:
      'You need the owner role in all workspaces to let this gateway report calls. Without reports, the first call can’t be shown here.',
    waiting: 'Waiting for the gateway to connect…',
    connected: (name: string) => `${name} is connected`,
  },
  key: {
    title: 'Create a key',
    about: 'A key for a test customer, so that you can try everything yourself. You can revoke it later.',
    customer: 'test-customer',
    name: 'First key',
    create: 'Create test key',
    again: 'Create another test key',
    once: 'Copy the key now. We can’t show it again.',
    label: 'Test key',
    types: 'Do your customers need OAuth, certificates or short keys?',
    choose: 'Choose key types',
    certificate:
      'Customers of this workspace use client certificates. Run these commands to create a certificate and register it for a test customer.',
    done: (count: number, text: string) =>
      plural(count, { one: `${text} active key`, other: `${text} active keys` }),
  },
  call: {
    title: 'Make the first call',
    about: 'Send a request with the key. This step turns green when the gateway reports it.',
    run: 'Run this in another terminal:',
    command: 'Request',
    address: 'API address',
    addressHint: 'The address that your customers call. Save it to show it wherever a new key appears.',
    saveAddress: 'Save as API address',
    saved: 'API address saved',
    noKey: 'The key from the previous step can’t be shown again. Create another one to continue.',
    waiting: 'Waiting for the first call…',
    accepted: (when: string) => `200: the key was accepted at ${when}`,
    happened: 'The first call has arrived.',
    refused: (count: number, text: string, when: string) =>
      plural(count, {
        one: `The gateway rejected ${text} call at ${when}.`,
        other: `The gateway rejected ${text} calls at ${when}.`,
      }),
    reasons: {
      missing: 'The request carried no key. Send it as “Authorization: Bearer …”, exactly as above.',
      unknown: 'The key doesn’t belong to this workspace, or it has been revoked. Copy the command again.',
      malformed: 'The key was truncated or altered in transit. Copy the command again.',
      scope: 'The key is valid, but it lacks a permission that this route requires.',
      stale: 'The gateway has no current set of keys: it can’t reach this server. Check its log.',
      upstream:
        'The key was accepted, but your API did not answer. Start it, or correct its address in step 2.',
      other: 'Check the log of the gateway.',
    },
    code: (code: string) => `Error code: ${code}`,
    slow: {
      title: 'Nothing yet?',
      items: [
        'The gateway reports calls every 10 seconds.',
        'Check that the command from step 2 is still running and shows no error.',
        'Check that your request reaches the gateway, not your API directly.',
      ],
    },
    notReporting:
      'No gateway reports calls to this workspace, so the call can’t be shown here. If the request above answers 200, everything works.',
  },
  portal: {
    title: 'Link to the customer portal',
    about:
      'Your customers manage their own keys in the portal. Your backend requests a link and redirects the customer to it.',
    language: 'Language',
    sample: 'Code for your backend',
    keyHint: 'LOSTWAX_ADMIN_KEY is an administrator key with the “Open the portal for customers” permission.',
    createKey: 'Create an administrator key',
    done: 'The portal has been opened from a backend.',
  },
  embed: {
    title: 'Embed the portal in your own page',
    about: 'Optional: show the same key list inside your app.',
    page: 'Your page',
    backend: 'Your backend',
    origins: 'Add the address of your page under “Allowed pages” in the settings first.',
    settings: 'Open settings',
    done: 'A page is allowed to embed the portal.',
  },
};
