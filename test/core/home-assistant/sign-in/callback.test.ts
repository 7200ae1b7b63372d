import { describe, expect, it, test } from 'vitest';
import { authorizationOn, newState } from '../../../../src/core/home-assistant/sign-in/authorization.ts';
import { judgeCallback } from '../../../../src/core/home-assistant/sign-in/callback.ts';
import { entryOf, freeName } from '../../../../src/core/home-assistant/sign-in/own-token.ts';

const origin = 'http://127.0.0.1:45678';
const host = '127.0.0.1:45678';
const state = newState();
const code = 'c0de'.repeat(8);
const good = { method: 'GET', host, target: `/?code=${code}&state=${state}` };

describe('the answer of the browser', () => {
  it('is a plain visit of our origin with our state', () => {
    expect(judgeCallback(good, origin, state)).toEqual({ code });
    expect(judgeCallback({ ...good, target: `${good.target}&storeToken=true` }, origin, state)).toEqual({ code });
  });

  it.each([
    ['another state', { target: `/?code=${code}&state=${newState()}` }, 'refused'],
    ['the beginning of the state', { target: `/?code=${code}&state=${state.slice(0, 20)}` }, 'refused'],
    ['no state', { target: `/?code=${code}` }, 'refused'],
    ['two states', { target: `${good.target}&state=${newState()}` }, 'refused'],
    ['no code', { target: `/?state=${state}` }, 'refused'],
    ['two codes', { target: `${good.target}&code=other` }, 'refused'],
    ['an odd code', { target: `/?code=${encodeURIComponent('a b\n')}&state=${state}` }, 'refused'],
    ['a long code', { target: `/?code=${'a'.repeat(513)}&state=${state}` }, 'refused'],
    ['something posted', { method: 'POST' }, 'refused'],
    ['a question ahead of something posted', { method: 'OPTIONS' }, 'refused'],
    ['a name that was made to lead here', { host: 'evil.example:45678' }, 'elsewhere'],
    ['another name of this computer', { host: 'localhost:45678' }, 'elsewhere'],
    ['another port', { host: '127.0.0.1:80' }, 'elsewhere'],
    ['no host', { host: undefined }, 'elsewhere'],
    ['another path', { target: `/favicon.ico?code=${code}&state=${state}` }, 'elsewhere'],
    ['a whole address of somebody else', { target: `http://evil.example/?code=${code}&state=${state}` }, 'elsewhere'],
    ['a huge one', { target: `${good.target}&x=${'x'.repeat(5_000)}` }, 'elsewhere'],
    ['no target', { target: undefined }, 'elsewhere'],
  ])('is not %s', (_what, change, verdict) => {
    expect(judgeCallback({ ...good, ...change }, origin, state)).toBe(verdict);
  });
});

test('the page is on the address that was tested, client and redirect are one, and the secret stays here', () => {
  const { page, clientId, verifier } = authorizationOn('https://home.example.org', origin, state, true);
  const url = new URL(page);
  expect(url.origin + url.pathname).toBe('https://home.example.org/auth/authorize');
  const query = Object.fromEntries(url.searchParams);
  expect(query).toMatchObject({ client_id: clientId, redirect_uri: clientId, response_type: 'code', state });
  expect(query['code_challenge_method']).toBe('S256');
  expect(verifier).toMatch(/^[\w-]{43}$/);
  expect(page).not.toContain(verifier);
  // An older Home Assistant refuses a verifier that it never saw a challenge for.
  const plain = authorizationOn('https://home.example.org', origin, state, false);
  expect(plain.verifier).toBeUndefined();
  expect(plain.page).not.toContain('challenge');
});

test.each([
  ['no other', [], 'HA on Desk'],
  ['others', ['Phone', null], 'HA on Desk'],
  ['the same', ['HA on Desk'], 'HA on Desk (2)'],
  ['two of the same', ['HA on Desk', 'HA on Desk (2)'], 'HA on Desk (3)'],
])('a token beside %s has a name of its own', (_what, taken, name) => {
  expect(freeName('HA on Desk', taken)).toBe(name);
});

test.each([
  ['a token', `x.${Buffer.from('{"iss":"abc","iat":1}').toString('base64url')}.y`, 'abc'],
  ['no claims', 'x.y.z', undefined],
  ['no token', 'nothing', undefined],
])('%s names its entry', (_what, token, id) => {
  expect(entryOf(token)).toBe(id);
});
