import { expect, it } from 'vitest';
import { findSecrets } from '../../support/secret-search.ts';

const password = 'Gr"öße \\ of/it+all';
const secrets = new Map([
  ['password', password],
  ['code', '271828'],
]);

/* The search is what proves that secrets are nowhere: here that it would find them. */

it.each([
  ['as it is', password],
  ['in a file', Buffer.from(`a binary \u0000 ${password} file`)],
  ['in JSON', JSON.stringify({ a: password })],
  ['in a URL', `https://host/?q=${encodeURIComponent(password)}&x`],
  ['as base64', Buffer.from(password).toString('base64')],
  ['as base64 in a file', Buffer.from(Buffer.from(password).toString('base64url'))],
])('finds a password %s', (_, content) => {
  expect(findSecrets(secrets, [['here', content]])).toEqual(['password in here']);
});

it.each([
  ['the code 271828.', true],
  ['"271828"', true],
  ['271828', true],
  ['a size of 1271828 bytes', false],
  ['27182812', false],
  ['sha256 ab271828cd', false],
  ['a time of 0.271828', false],
])('a code in %j: %s', (text, isThere) => {
  expect(findSecrets(secrets, [['here', text]])).toEqual(isThere ? ['code in here'] : []);
});
