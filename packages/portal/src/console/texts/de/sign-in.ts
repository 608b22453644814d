/** German texts of the console: signing in. */

import type { signIn as signInEn } from '../en/sign-in.ts';

export const signIn: typeof signInEn = {
  title: 'Bei der Konsole anmelden',
  intro: 'Die Konsole ist für die Betreiber der API. Kunden haben ein eigenes Portal.',
  key: 'Schlüssel eines Administrators',
  keyHint: 'Er wird einmal gesendet und nicht aufbewahrt: weder von dieser Seite noch vom Server.',
  submit: 'Anmelden',
  by: (provider) => `Anmelden mit ${provider}`,
  or: 'oder',
  wrong:
    'Dieser Schlüssel wird nicht angenommen: Er ist vertippt, abgeschnitten oder beendet. Fügen Sie den ganzen Schlüssel ein.',
  empty: 'Fügen Sie zuerst einen Schlüssel ein.',
  problems: {
    cancelled: 'Die Anmeldung wurde abgebrochen. Es hat sich nichts geändert.',
    expired:
      'Diese Anmeldung hat zu lange gedauert oder in einem anderen Browser begonnen. Beginnen Sie von vorn.',
    failed:
      'Der Antwort des Anmeldedienstes war nicht zu trauen, deshalb wurde niemand angemeldet. Beginnen Sie von vorn.',
    unavailable:
      'Der Anmeldedienst ist nicht erreichbar. Versuchen Sie es gleich noch einmal oder nehmen Sie einen Schlüssel.',
    unknown: 'Sie haben hier keine Rolle. Bitten Sie einen Eigentümer, Sie unter Personen aufzunehmen.',
    unverified:
      'Ihr Anmeldedienst hat Ihre Adresse nicht bestätigt. Lassen Sie sie bestätigen und melden Sie sich dann wieder an.',
    other_account:
      'Mit dieser Adresse hat sich schon ein anderes Konto angemeldet. Bitten Sie einen Eigentümer, Sie unter Personen zu entfernen und neu aufzunehmen.',
  },
  out: 'Abmelden',
  endedIntro:
    'Melden Sie sich wieder an: Dann geht diese Seite weiter, und nichts, was Sie eingegeben haben, geht verloren.',
  elsewhere: (provider) => `In einem neuen Tab mit ${provider} anmelden`,
};
