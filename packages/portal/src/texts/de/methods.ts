/** German texts of the portal: types of keys. */
export const methods = {
  signed: {
    name: 'Signierter Schlüssel',
    hint: 'Etwa 450 Zeichen. Funktioniert überall.',
  },
  opaque: {
    name: 'Kurzer Schlüssel',
    hint: 'Etwa 60 Zeichen, für kurze Felder.',
  },
  'oauth-client': {
    name: 'OAuth-Client',
    hint: 'Für Software, die Zugriffstokens per OAuth 2.0 abruft.',
  },
  certificate: {
    name: 'Zertifikat',
    hint: 'Für Systeme, die sich per TLS authentifizieren. Der private Schlüssel bleibt bei Ihnen.',
  },
  'shared-signed': {
    name: 'Token mit gemeinsamem Schlüssel',
    hint: 'Etwa 450 Zeichen. Ein Standard-JWT für Software, die eines erwartet.',
  },
};
