/** German texts of the pages: a customer's own certificate or public key. */

import type { en } from './en.ts';

export const de: typeof en = {
  file: {
    choose: 'Datei auswählen',
    tooLarge:
      'Diese Datei ist zu groß. Wählen Sie die Datei aus, die nur das Zertifikat oder den öffentlichen Schlüssel enthält.',
  },
  certificate: {
    label: 'Zertifikat (PEM)',
    hint: 'Fügen Sie es ein oder wählen Sie die Datei aus. Fügen Sie niemals den privaten Schlüssel ein.',
    validUntil: (day) => `gültig bis ${day}`,
    expiry: 'Der API-Schlüssel läuft spätestens mit dem Zertifikat ab.',
  },
  publicKey: {
    label: 'Öffentlicher Schlüssel (PEM oder JWK)',
    hint: 'P-256, Ed25519 oder RSA mit mindestens 2.048 Bit. Fügen Sie niemals den privaten Schlüssel ein.',
  },
  proof: {
    title: 'Besitz des privaten Schlüssels nachweisen',
    intro:
      'Signieren Sie den folgenden Text mit dem privaten Schlüssel des Zertifikats. Der private Schlüssel bleibt bei Ihnen.',
    customerFirst: 'Geben Sie zuerst den Kunden ein: Er ist Teil des Textes.',
    text: 'Zu signierender Text',
    command: 'Befehl (OpenSSL)',
    commandHint: (file) =>
      `Ersetzen Sie ${file} durch den Pfad zu Ihrem privaten Schlüssel. Der Befehl gibt die Signatur aus.`,
    until: (clock) => `Verwenden Sie diesen Text bis ${clock}.`,
    tooLate: 'Dieser Text ist abgelaufen.',
    renew: 'Neuen Text erzeugen',
    signature: 'Signatur',
    signatureHint: 'Fügen Sie die Ausgabe des Befehls ein.',
  },
  wrong: {
    private_key:
      'Das war ein privater Schlüssel. Wir haben ihn von dieser Seite entfernt. Er wurde nicht gesendet. Fügen Sie stattdessen das Zertifikat oder den öffentlichen Schlüssel ein.',
    private_key_signature:
      'Das war ein privater Schlüssel. Wir haben ihn von dieser Seite entfernt. Er wurde nicht gesendet. Fügen Sie nur die Ausgabe des Befehls ein.',
    not_a_certificate:
      'Das ist kein Zertifikat. Fügen Sie den Text ein, der mit -----BEGIN CERTIFICATE----- beginnt.',
    not_a_public_key:
      'Das ist kein öffentlicher Schlüssel. Fügen Sie den Text ein, der mit -----BEGIN PUBLIC KEY----- beginnt, oder einen JWK.',
    is_a_certificate:
      'Das ist ein Zertifikat. Fügen Sie seinen öffentlichen Schlüssel ein, den „openssl x509 -in client.pem -noout -pubkey“ ausgibt.',
    several:
      'Das sind mehrere Zertifikate oder Schlüssel. Fügen Sie nur Ihr eigenes Zertifikat oder Ihren eigenen Schlüssel ein, ohne die Kette.',
    damaged: 'Der Text ist beschädigt oder unvollständig. Kopieren Sie die ganze Datei noch einmal.',
    expired: 'Dieses Zertifikat ist abgelaufen. Verwenden Sie ein gültiges.',
    not_yet_valid:
      'Dieses Zertifikat ist noch nicht gültig. Verwenden Sie ein gültiges oder prüfen Sie die Uhr Ihres Computers.',
    rsa_size: 'Dieser RSA-Schlüssel kann nicht verwendet werden: Er muss 2.048 bis 8.192 Bit haben.',
    rsa_exponent: 'Dieser RSA-Schlüssel kann nicht verwendet werden: Sein Exponent muss 65537 sein.',
    key_type_certificate:
      'Zertifikate mit dieser Art von Schlüssel können nicht verwendet werden. Der Schlüssel muss P-256, P-384, Ed25519 oder RSA sein.',
    key_type:
      'Diese Art von Schlüssel kann nicht verwendet werden. Der Schlüssel muss P-256, Ed25519 oder RSA sein.',
    algorithm:
      'Das „alg“ des Schlüssels kann nicht verwendet werden. Es muss ES256, EdDSA oder RS256 sein oder fehlen.',
    noCertificate: 'Fügen Sie Ihr Zertifikat ein.',
    noPublicKey: 'Fügen Sie Ihren öffentlichen Schlüssel ein.',
    noSignature: 'Führen Sie den Befehl aus und fügen Sie die Signatur ein, die er ausgibt.',
    notSignature: 'Das ist keine Base64-Signatur. Fügen Sie genau die Ausgabe des Befehls ein.',
    expiredText: 'Der signierte Text ist abgelaufen. Erzeugen Sie einen neuen und signieren Sie diesen.',
    mismatch:
      'Die Signatur passt nicht. Führen Sie den Befehl genau wie angezeigt aus, mit dem privaten Schlüssel dieses Zertifikats.',
  },
};
