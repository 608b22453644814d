/** English texts of the console: workspace settings. */

export const settings = {
  title: 'Settings',
  name: 'Name',
  colour: 'Colour',
  colourHint: 'The accent of the portal, as #rrggbb. It is darkened or lightened where it could not be read.',
  colourWrong: 'Write the colour as #rrggbb, such as #0b6e4f.',
  scopes: 'What keys can be allowed',
  scopesHint: 'One a line: the scope, a space, and what it means in words that your customers understand.',
  scopesAny: 'Any scope may be given',
  scopesAnyHint: 'Otherwise only those above.',
  maxKeys: 'Most keys a customer may have',
  longest: 'Longest life of a key, in days',
  none: 'Left empty: no limit.',
  wrongNumber: 'Write a whole number above 0, or nothing.',
  allReaders: 'All readers are registered',
  allReadersHint:
    'Turn this on once everything that checks keys of this workspace is registered under Gateways: every gateway, gate, verifier and JWT library. Only then, and only if all of them are gates that report uses, do the pages call a key unused or safe to end. A key may otherwise be in use where nobody reports it.',
  origins: 'Pages that may embed the portal',
  originsHint:
    'One origin a line, such as https://app.acme.example. Scripts of these pages can read a new key.',
  fixed: 'What cannot change',
  audience: 'Audience',
  keySet: 'Key set',
  saved: 'Saved.',
  save: 'Save the settings',
};
