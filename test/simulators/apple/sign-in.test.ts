import { describe, expect } from 'vitest';
import type { AppleAccount, AppleFault } from './index.ts';
import { parseReply } from './run-rclone.ts';
import { it, requestLines } from './with-simulator.ts';

const PASSWORD_STEPS = [
  'GET /appleauth/auth/authorize/signin 200',
  'POST /appleauth/auth/federate 200',
  'POST /appleauth/auth/signin/init 200',
];
const complete = (status: number): string => `POST /appleauth/auth/signin/complete ${status}`;
const STATE = 'GET /appleauth/auth 200';
const PUSH = 'PUT /appleauth/auth/verify/trusteddevice/securitycode 202';
const SMS = 'PUT /appleauth/auth/verify/phone 200';
const LOGIN = 'POST /setup/ws/1/accountLogin 200';
const TRUST = 'GET /appleauth/auth/2sv/trust 204';
const code = (kind: 'trusteddevice' | 'phone', status: number): string =>
  `POST /appleauth/auth/verify/${kind}/securitycode ${status}`;

const ONE = { id: 1, number: '+44 7700 900112', mode: 'sms' } as const;
const TWO = { id: 2, number: '+44 7700 900199', mode: 'voice' } as const;

describe('the first step of a sign-in', () => {
  const cases: [string, Partial<AppleAccount>, string, string[]][] = [
    ['two factors', {}, '2fa_do', [complete(409), STATE, PUSH]],
    ['the older password form', { srpProtocol: 's2k_fo' }, '2fa_do', [complete(409), STATE, PUSH]],
    ['a password of many alphabets', { password: 'Pässwörd 🔑 "x" 密码' }, '2fa_do', [complete(409), STATE, PUSH]],
    ['no trusted device, one phone', { trustedDevices: 0 }, '2fa_sms_1_sms', [complete(409), STATE, SMS]],
    [
      'no trusted device, two phones',
      { trustedDevices: 0, phones: [ONE, TWO] },
      '2fa_sms_select',
      [complete(409), STATE],
    ],
    ['security keys only', { securityKeyOnly: true }, '2fa_do', [complete(409), STATE, PUSH]],
    ['no two-factor authentication', { hsa2: false }, '', [complete(200), LOGIN]],
    [
      'no two-factor authentication, repair offered',
      { hsa2: false, repair: true },
      '',
      [complete(412), 'POST /appleauth/auth/repair/complete 200', LOGIN],
    ],
  ];
  it.for(cases)('%s', async ([, account, state, requests], { apple, computer }) => {
    Object.assign(apple.account, account);
    expect(await computer.beginSignIn()).toMatchObject({ State: state, Error: '' });
    expect(requestLines(apple)).toEqual([...PASSWORD_STEPS, ...requests]);
  });
});

describe('a refused sign-in', () => {
  const cases: [string, Partial<AppleAccount>, AppleFault | undefined, string][] = [
    [
      'wrong password',
      { password: 'another one' },
      undefined,
      'sign in failed: 401 Unauthorized: {"serviceErrors":[{"code":"-20101"',
    ],
    ['unknown Apple ID', { appleId: 'you@example.com' }, undefined, '"code":"-20101"'],
    ['locked account', { locked: true }, undefined, 'sign in failed: incorrect username or password'],
    [
      'throttled',
      {},
      { path: '/signin/init', status: 503, body: '<html>503 Service Temporarily Unavailable</html>' },
      'authSRPInit: HTTP error 503 (503 Service Unavailable)',
    ],
  ];
  it.for(cases)('%s', async ([, account, fault, message], { apple, computer }) => {
    const { appleId, password } = apple.account;
    Object.assign(apple.account, account);
    if (fault) apple.fault(fault);
    const parameters = [`apple_id=${appleId}`, `password=${password}`, '--non-interactive', '--obscure'];
    const result = await computer.run(['config', 'create', 'icloud', 'iclouddrive', ...parameters]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(apple.signIns()).toBe(1);
  });
});

describe('a code from a trusted device', () => {
  it('is tried again after a wrong one, in the same session', async ({ apple, computer }) => {
    await computer.beginSignIn();
    apple.clearLog();
    expect((await computer.answer('2fa_do', '111111')).stderr).toContain('validate2FACode failed: HTTP error 400');
    expect(parseReply(await computer.answer('2fa_do', '123456')).State).toBe('');
    expect(requestLines(apple)).toEqual([code('trusteddevice', 400), code('trusteddevice', 204), TRUST, LOGIN]);
  });

  it('counts in spite of a 409 with a session token', async ({ apple, computer }) => {
    apple.account.rightCode = 'conflict-with-token';
    await computer.beginSignIn();
    expect(parseReply(await computer.answer('2fa_do', '123456')).State).toBe('');
    expect(await computer.run(['lsjson', 'icloud:'])).toMatchObject({ code: 0 });
  });

  it('is lost with a 409 without one', async ({ apple, computer }) => {
    apple.account.rightCode = 'conflict-without-token';
    await computer.beginSignIn();
    const result = await computer.answer('2fa_do', '123456');
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('validate2FACode failed: HTTP error 409 (409 Conflict)');
  });

  it('is not accepted after too many wrong ones', async ({ apple, computer }) => {
    apple.account.maxWrongCodes = 2;
    await computer.beginSignIn();
    await computer.answer('2fa_do', '111111');
    await computer.answer('2fa_do', '222222');
    expect((await computer.answer('2fa_do', '123456')).stderr).toContain('-22982');
  });

  it('does not exist for an account with security keys only', async ({ apple, computer }) => {
    apple.account.securityKeyOnly = true;
    await computer.beginSignIn();
    expect((await computer.answer('2fa_do', '123456')).stderr).toContain('-21669');
    expect((await computer.answer('2fa_do', 'sms')).stderr).toContain('no trusted phone numbers on this account');
  });
});

describe('a code by phone', () => {
  it('comes when asked for, to the only phone', async ({ apple, computer }) => {
    await computer.beginSignIn();
    apple.clearLog();
    const question = parseReply(await computer.answer('2fa_do', 'sms'));
    expect(question).toMatchObject({ State: '2fa_sms_1_sms', Option: { Name: 'config_2fa_sms' } });
    expect(question.Option?.Help).toBe('Enter the verification code sent to +44 •••• ••••12');
    expect(parseReply(await computer.answer(question.State, '654321')).State).toBe('');
    expect(requestLines(apple)).toEqual([STATE, SMS, code('phone', 200), TRUST, LOGIN]);
  });

  it('goes to the phone that was chosen', async ({ apple, computer }) => {
    apple.account.phones = [ONE, TWO];
    await computer.beginSignIn();
    const choice = parseReply(await computer.answer('2fa_do', 'sms'));
    expect(choice.Option?.Examples).toEqual([
      { Value: '1_sms', Help: '+44 •••• ••••12' },
      { Value: '2_voice', Help: '+44 •••• ••••99' },
    ]);
    expect(apple.smsSent()).toBe(0);
    const question = parseReply(await computer.answer(choice.State, '2_voice'));
    expect(question.State).toBe('2fa_sms_2_voice');
    expect(apple.smsSent()).toBe(1);
    expect(parseReply(await computer.answer(question.State, '654321')).State).toBe('');
  });

  it('ends the attempt when it is wrong', async ({ apple, computer }) => {
    apple.account.trustedDevices = 0;
    const question = await computer.beginSignIn();
    expect((await computer.answer(question.State, '111111')).stderr).toContain('validateSMSCode: HTTP error 400');
    expect((await computer.answer(question.State, '654321')).stderr).toContain('auth session state lost');
  });
});
