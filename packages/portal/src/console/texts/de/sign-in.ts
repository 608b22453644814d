/** German texts of the console: signing in. */

import type { signIn as signInEn } from '../en/sign-in.ts';

export const signIn: typeof signInEn = {
  title: 'In der Konsole anmelden',
  intro: 'Die Konsole ist für das Team, das die API betreibt. Kunden verwenden das Portal.',
  key: 'Administratorschlüssel',
  keyHint:
    'Er wird nur einmal zur Anmeldung verwendet und weder von dieser Seite noch vom Server gespeichert.',
  submit: 'Anmelden',
  by: (provider) => `Mit ${provider} anmelden`,
  or: 'oder',
  wrong:
    'Dieser Schlüssel ist nicht gültig. Er ist falsch eingegeben, unvollständig, widerrufen oder abgelaufen. Fügen Sie den vollständigen Schlüssel erneut ein.',
  empty: 'Fügen Sie zuerst einen Schlüssel ein.',
  problems: {
    cancelled: 'Die Anmeldung wurde abgebrochen. Es wurde nichts geändert.',
    expired:
      'Diese Anmeldung hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Versuchen Sie es erneut.',
    failed:
      'Die Antwort Ihres Identitätsanbieters konnte nicht überprüft werden. Sie sind nicht angemeldet. Versuchen Sie es erneut.',
    unavailable:
      'Ihr Identitätsanbieter ist nicht erreichbar. Versuchen Sie es gleich noch einmal oder melden Sie sich mit einem Schlüssel an.',
    unknown: 'Sie haben keinen Zugriff. Bitten Sie einen Inhaber, Sie unter „Personen“ hinzuzufügen.',
    unverified:
      'Ihr Identitätsanbieter hat Ihre E-Mail-Adresse nicht bestätigt. Bestätigen Sie sie dort und melden Sie sich erneut an.',
    other_account:
      'Mit dieser Adresse hat sich bereits ein anderes Konto angemeldet. Bitten Sie einen Inhaber, Sie unter „Personen“ zu entfernen und neu hinzuzufügen.',
  },
  out: 'Abmelden',
  endedIntro: 'Melden Sie sich erneut an, um hier weiterzuarbeiten. Ihre Eingaben bleiben erhalten.',
  elsewhere: (provider) => `In neuem Tab mit ${provider} anmelden`,
};
