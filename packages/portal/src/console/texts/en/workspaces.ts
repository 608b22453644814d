/** English texts of the console: the list of workspaces and the new-workspace form. */

export const workspaces = {
  title: 'Workspaces',
  intro: 'One for each product and environment, such as live and test. Each has its own keys and issuer.',
  create: 'Create workspace',
  createFirst: 'Create your first workspace',
  all: 'All workspaces',
  switch: 'Switch workspace',
  noneTitle: 'No workspaces yet',
  noneMayNot: 'You don’t have a role in any workspace yet. Ask an owner to add you.',
  name: 'Name',
  nameHint: 'Your product and environment, such as “Acme Orders”. Your customers see this name.',
  nameWrong: 'Enter a name.',
  derived: (slug: string, prefix: string) => `Slug “${slug}”, key IDs begin with “${prefix}_”.`,
  advanced: 'Advanced',
  slug: 'Slug',
  slugHint: 'Part of every address and key, and can’t be changed later: a-z, 0-9, - and _.',
  slugWrong: 'Use a-z, 0-9, - and _, and begin with a letter.',
  prefix: 'Key ID prefix',
  prefixHint: 'Leak scanners recognize your keys by it. It can’t be changed later.',
  prefixWrong:
    'Use 2 to 16 characters: a-z, 0-9 and _, beginning with a letter. A part such as _7f can’t be used.',
  algorithm: 'Algorithm',
  algorithmHint: 'ES256 works with nearly every gateway. Choose RS256 for AWS and APISIX.',
  issuer: 'Issuer',
  made: 'Create workspace',
};
