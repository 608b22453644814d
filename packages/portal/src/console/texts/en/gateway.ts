/** English texts of the console: gateway configurations. */

export const gateway = {
  title: 'Gateway configuration',
  intro: 'Ready to run, with no secrets in it.',
  back: 'Gateways',
  gateway: 'Gateway software',
  mode: 'How it checks keys',
  modes: {
    jwt: 'With the key set',
    gate: 'By asking a gate',
    pins: 'In its own table',
  },
  modeHints: {
    jwt: 'Nothing else to run. A revoked key is rejected after the next refresh.',
    gate: 'Needs a gate running next to it. A revoked key is rejected within a second.',
    pins: 'Needs “lostwax pins” running next to it. A revoked key is rejected within a second.',
  },
  upstream: 'Your API',
  upstreamHint: 'Host and port the gateway forwards to, over plain HTTP.',
  shards: 'Key set shards',
  shardsHint: 'Choose 256 if you have about 10,000 keys or more.',
  revocation: 'Revoked keys are rejected within (seconds)',
  gate: 'Gate address',
  gateHint: 'Host and port. Leave empty for the same machine.',
  reader: 'Reports as',
  readerHint: 'The gateway in this list whose status it updates.',
  noReader: 'Not listed',
  file: (file: string) => `Save as ${file}, then run:`,
  download: 'Download',
  text: 'Configuration',
};
