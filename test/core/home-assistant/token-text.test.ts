import { describe, expect, it } from 'vitest';
import { readToken } from '../../../src/core/home-assistant/token-text.ts';
import { boundedJson } from '../../../src/core/bounded-json.ts';

const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';
const claims = 'eyJpc3MiOiIwMTIzNDU2Nzg5YWJjZGVmIiwiaWF0IjoxNzAwMDAwMDAwfQ';
const signature = 'Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8';
const token = `${header}.${claims}.${signature}`;

describe('a pasted token', () => {
  it.each([
    token,
    `  ${token}\r\n`,
    `Bearer ${token}`,
    `Authorization: bearer ${token}`,
    `"${token}"`,
    `'Bearer ${token}',`,
    `Bearer "${token}"`,
    `“${token}”`,
    `\uFEFF${token}`,
    `\u200B${token}\u200E\u00AD`,
    `${header}.\n${claims}\n.${signature}`,
    `\u00A0${token}\u202F`,
  ])('%j is what was meant', (text) => {
    expect(readToken(text)).toBe(token);
  });

  it.each([
    '',
    '   ',
    header,
    `${header}.${claims}`,
    `${header}.${claims}.`,
    `.${claims}.${signature}`,
    'hunter2',
    `${token}.${signature}`,
    token.replace('.', '…'),
  ])('%j is not a whole one', (text) => {
    expect(() => readToken(text)).toThrow(expect.objectContaining({ code: 'ha.token-malformed', facts: {} }) as Error);
  });
});

describe('JSON from the network', () => {
  const read = (text: string): unknown => boundedJson(Buffer.from(text));
  it.each([
    '{"a":[1,{"b":"x,[\\\\"}],"c":"\\"]]]"}',
    '[]',
    '0',
    '"[[[["',
    JSON.stringify({ long: ','.repeat(600_000) }),
  ])('an honest one is read', (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });
  it.each([
    ['many values', `[${'0,'.repeat(500_001)}0]`],
    ['many keys', `{${Array.from({ length: 500_001 }, (_, n) => `"${n}":0`).join(',')}}`],
    ['many lists', `[${'[],'.repeat(260_000)}0]`],
    ['a deep one', `${'['.repeat(65)}${']'.repeat(65)}`],
    ['an open string', '{"a": "'],
    ['rubbish', '<html>'],
  ])('%s: refused before it costs anything', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });
});
