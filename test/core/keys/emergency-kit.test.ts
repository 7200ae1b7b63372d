import { expect, test } from 'vitest';
import { keysInKit, maxKitBytes } from '../../../src/core/keys/emergency-kit.ts';

const key = 'ABCD-1234-EF56-GH78-IJ90-KLMN-0PQR';
const other = 'ZZZZ-1111-ZZZZ-2222-ZZZZ-3333-ZZZZ';

/** As Home Assistant's frontend writes it (facts#emergency-kit). */
const kit = (encryptionKey: string, instance = 'Beach House'): string => `Home Assistant Backup Emergency Kit

This emergency kit contains your backup encryption key. You need this key to be able to restore your Home Assistant backups.

Date: January 20, 2025 at 5:02 PM

Instance:
${instance}

URL:
http://homeassistant.local:8123

Encryption key:
${encryptionKey}

For more information, visit https://www.home-assistant.io/more-info/backup-emergency-kit`;

const german = `Home Assistant Backup-Notfallkit

Dieses Notfallkit enthält den Verschlüsselungscode für deine Backups.

Datum: 20. Januar 2025 um 17:02

Instanz:
Strandhaus

Verschlüsselungscode:
${key}
`;

const utf16 = (text: string, isBigEndian = false): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};

test.each<[string, string | Buffer, readonly string[]]>([
  ['as it is saved', kit(key), [key]],
  ['with Windows line ends', kit(key).replaceAll('\n', '\r\n'), [key]],
  ['with a byte-order mark', `\ufeff${kit(key)}`, [key]],
  ['saved again as UTF-16', utf16(kit(key)), [key]],
  ['in the other order of bytes', utf16(kit(key), true), [key]],
  ['in another language', german, [key]],
  ['without vowels or spaces that we know', kit(key).replaceAll(' ', '\u00a0'), [key]],
  ['a home with a name that looks like half a key', kit(key, 'ABCD-1234-EF56'), [key]],
  ['two kits in one file', `${kit(other)}\n\n${kit(key)}`, [other, key]],
  ['the same key twice', `${kit(key)}\n${key}`, [key]],
  ['typed off in small letters', kit(key.toLowerCase()), [key]],
  ['with the dashes of a word processor', kit(key.replaceAll('-', '–')), [key]],
  ['the key alone', `${key}\n`, [key]],
  ['the key alone, without its dashes', ` ${key.replaceAll('-', '')}\n`, [key]],
  ['the key behind a word', `Schlüssel: ${key}.`, [key]],
  ['a page of the web around it', `<p>Key</p><code>${key}</code>`, [key]],
])('a kit %s', (_, text, keys) => {
  expect(keysInKit(Buffer.from(text))).toEqual(keys);
});

test.each<[string, string | Buffer]>([
  ['nothing at all', ''],
  ['a note without a key', 'There is no encryption key in this file.\nSHORT-WORD-HERE\n'],
  ['a key that lost a group', key.slice(5)],
  ['a key that gained one', `${key}A`],
  ['a password of old', 'correct horse battery staple'],
  ['28 letters in a longer text', `My note\n${'A'.repeat(28)}\n`],
  ['bytes that are no text', Buffer.alloc(4096, 0x9c)],
  ['a picture of a kit', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(9000, 7)])],
  ['more than a kit can be', Buffer.concat([Buffer.from(kit(key)), Buffer.alloc(maxKitBytes, 0x20)])],
])('no kit: %s', (_, text) => {
  expect(() => keysInKit(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'keys.not-a-kit' }));
});

test('however many keys a text has, a bounded number is tried, in bounded time', () => {
  const many = Array.from({ length: 1500 }, (_, index) => `${String(index).padStart(4, '0')}${key.slice(4)}`);
  expect(keysInKit(Buffer.from(many.join('\n')))).toHaveLength(20);
  const dashes = 'ABCD-'.repeat(maxKitBytes / 5);
  expect(() => keysInKit(Buffer.from(dashes))).toThrow(expect.objectContaining({ code: 'keys.not-a-kit' }));
});
