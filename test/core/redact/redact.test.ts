import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, Redactor } from '../../../src/core/state/redact.ts';

const clean = (text: string): string => redact(text, { secrets: [], homeFolder: undefined });

/** Made up, in the shapes of the real ones. */
const jwt = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiI0ZjcyIn0.c2lnbmF0dXJlLW9mLWEtdG9rZW4';
const cookie = 'v=2:t=HQ==BST_IAAAAAAABLwIAAAAAGlw';
const trust = 'HSARMTKNSRVXWFlaq8Zb3nQ7xK2mP9vT4wY6uJ1hG5fD0sA8lE3rC7bN2kM4qX6zV9pW1';

describe('what identifies or authorises is removed', () => {
  it.each([
    ['a token of Home Assistant', `connecting with ${jwt} now`, jwt],
    ['a bearer header', `Authorization: Bearer ${jwt}`, jwt],
    ['a header in JSON', `{"authorization":"Bearer abcdef0123456789"}`, 'abcdef0123456789'],
    ['a bearer without a header', 'curl said bearer abcdef0123456789', 'abcdef0123456789'],
    ['a cookie header', `Cookie: X-APPLE-WEBAUTH-TOKEN=${cookie}; dslang=US-EN`, cookie],
    ['one cookie by its name', `jar holds X-APPLE-WEBAUTH-USER="v=1:s=0:d=123"; path=/`, 's=0:d=123'],
    ['a cookie being set', `set-cookie: aasp=ABCDEF012345; HttpOnly`, 'ABCDEF012345'],
    ['an Apple header', 'X-Apple-ID-Session-Id: 8a7b6c5d4e3f2a1b', '8a7b6c5d4e3f2a1b'],
    ['a trust token by its name', `trust_token = short-but-named`, 'short-but-named'],
    ['a trust token without one', `saved ${trust} to the config`, trust],
    ['a key in hex', `key c0ffeec0ffeec0ffeec0ffeec0ffeec0ffee found`, 'c0ffeec0ffee'],
    ['the password of the config', 'env RCLONE_CONFIG_PASS=hunter2 set', 'hunter2'],
    ['a variable of ours', 'HA_ICLOUD_BACKUP_APPLE_PASSWORD=Correct-Horse1 node', 'Correct-Horse1'],
    ['a password in JSON', '{"password":"Correct Horse 1","x":1}', 'Horse'],
    ['a password in JSON in JSON', String.raw`"{\"applePassword\":\"Correct Horse 1\"}"`, 'Horse'],
    ['a token in a URL', 'GET /x?authSig=abc.def&access_token=geheim123&v=1', 'geheim123'],
    ['a user in a URL', 'http://peter:s3cret@192.168.1.5:8123/api', 's3cret'],
    ['an Apple account', 'signing in peter.pan+ha@icloud.com', 'peter.pan'],
    ['a one-time code before its name', '123456 is your Apple code', '123456'],
    ['a one-time code behind its name', 'config_2fa result: 123456', '123456'],
    ['a code in a command line', '--result 123456 --obscure', '123456'],
    ['a phone number', 'sms to +49 170 1234567 sent', '1234567'],
    ['the tail of a phone number', 'Text (•••) •••-••12', '12'],
    ['another tail', 'choose •••• 34', '34'],
    ['a home folder on a Mac', '/Users/peter/Library/Caches', 'peter'],
    ['a home folder on Linux', 'open /home/peter/.config/x', 'peter'],
    ['a home folder on Windows', String.raw`C:\Users\peter\AppData`, 'peter'],
    ['the same in JSON', String.raw`{"p":"C:\\Users\\peter\\AppData"}`, 'peter'],
  ])('%s', (_, text, secret) => {
    expect(text).toContain(secret);
    expect(clean(text)).not.toContain(secret);
  });

  it('keeps of an Apple account what tells two of them apart', () => {
    expect(clean('peter.pan@icloud.com and wendy@example.co.uk')).toBe('p…@icloud.com and w…@example.co.uk');
  });

  it('keeps the name of what was hidden', () => {
    expect(clean('password=hunter2&page=3')).toBe('password=[hidden]&page=3');
    expect(clean('http://peter:s3cret@ha.local/api')).toBe('http://[user]@ha.local/api');
  });

  it('shortens the home folder that it was told, and no other that begins alike', () => {
    const inHome = (text: string): string => redact(text, { secrets: [], homeFolder: '/srv/ha' });
    expect(inHome('/srv/ha/data and /srv/ha and /srv/happy')).toBe('~/data and ~ and /srv/happy');
  });
});

describe('what a person needs to understand a log stays', () => {
  it.each([
    'Home_2026-11-21_0445_automatic_2026.11.2_ab12cd34_0f3c9a1b2d.tar has 123456 bytes',
    '2026-11-21T04:45:01.123+01:00 backup ab12cd34 stored',
    'GET http://homeassistant.local:8123/api/backup/download/ab12cd34?agent_id=hassio.local 200',
    'rclone 1.75.2 exit 5 after 123456 ms',
    '/var/lib/ha-icloud-backup/staging/ab12cd34.part',
    'certificate AB:CD:EF:01:23:45 of 192.168.1.5',
    'code ha.too-old, 1048576 of 2097152',
  ])('%s', (text) => {
    expect(clean(text)).toBe(text);
  });
});

describe('registered secrets', () => {
  const secret = fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' }).filter((text) => text.trim() !== '');
  const surroundings = fc.string({ unit: 'binary', maxLength: 60 });

  it('never survive, however they are written', () => {
    fc.assert(
      fc.property(secret, secret, surroundings, surroundings, (one, other, before, after) => {
        fc.pre(!one.includes('█') && !other.includes('█'));
        const redactor = new Redactor('/home/somebody');
        redactor.register(one, undefined, other);
        const spellings = [one, other, JSON.stringify({ one }), encodeURIComponent(one), btoa8(one)];
        for (const spelling of spellings) {
          const cleaned = redactor.redact(`${before}${spelling}${after}${spelling}`);
          expect(cleaned).not.toContain(one);
          expect(cleaned).not.toContain(other);
          expect(cleaned).not.toContain(encodeURIComponent(one));
          expect(cleaned).not.toContain(btoa8(one));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are not put together by their own removal', () => {
    expect(redact('sesecretcret', { secrets: ['secret'] })).not.toContain('secret');
    expect(redact('passpasswordword', { secrets: ['password', 'pass'] })).not.toMatch(/pass/);
  });

  it('hide a password that looks like the sign for hidden', () => {
    expect(redact('password=[hidden] [hidden]', { secrets: ['[hidden]', 'hidden'] })).not.toContain('hidden');
  });

  it('too short to be one are left', () => {
    const redactor = new Redactor();
    redactor.register('abc', '    ');
    expect(redactor.redact('abc    def')).toBe('abc    def');
  });
});

const btoa8 = (text: string): string => Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
