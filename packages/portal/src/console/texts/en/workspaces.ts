/** English texts of the console: the list of workspaces and the new-workspace form. */

export const workspaces = {
  title: 'Workspaces',
  intro:
    'One for each product and environment, such as live and test. Each has keys and an issuer of its own.',
  create: 'Create a workspace',
  noneTitle: 'No workspaces yet',
  none: 'A workspace holds the keys of one product. Create the first one.',
  noneMayNot: 'You have no role in any workspace yet. Ask an owner.',
  name: 'Name',
  slug: 'Short name',
  slugHint: 'It stands in every address and key, and can never change: small letters, digits, - and _.',
  slugWrong: 'Use small letters, digits, - and _, beginning with a letter.',
  prefix: 'Beginning of key ids',
  prefixHint: 'Left empty, the short name. Leak scanners find keys by it. It can never change.',
  algorithm: 'Algorithm',
  algorithmHint: 'ES256 suits nearly every gateway. RS256 is for AWS and APISIX.',
  issuer: 'Issuer',
  made: 'Create',
};
