/** English texts of the console: gateway configurations. */

export const gateway = {
  title: 'Configuration of a gateway',
  intro: 'It runs as it is, and holds no secret.',
  back: 'Gateways and gates',
  gateway: 'Gateway',
  mode: 'How it checks keys',
  modes: {
    jwt: 'By the key set, itself',
    gate: 'It asks a gate',
  },
  modeHints: {
    jwt: 'Nothing else has to run. A revoked key is refused at its next fetch.',
    gate: 'A gate runs beside it. A revoked key is refused within a second.',
  },
  upstream: 'Your API',
  upstreamHint: 'Host and port behind the gateway, plain HTTP.',
  shards: 'Documents of keys',
  shardsHint: '256 from about 10,000 keys on.',
  revocation: 'A revoked key is refused within … seconds',
  gate: 'Gate',
  gateHint: 'Host and port. Left empty: on the same machine.',
  reader: 'Reader',
  readerHint: 'Whom it names itself as, so that the pages can say what it has seen.',
  noReader: 'None',
  file: (file: string) => `Save it as ${file} and run:`,
  download: 'Download',
  text: 'Configuration',
};
