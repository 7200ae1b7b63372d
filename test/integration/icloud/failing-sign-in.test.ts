import {
  afterwards,
  answer,
  answered,
  begin,
  failuresSuite,
  wrongCode,
  wrongPassword,
  type Row,
} from '../../support/rclone-failures.ts';

/* The facts' tables 3.5 and "Texts to match" (8.1), said by the real rclone: everything a sign-in can end with. */

const texts: readonly Row[] = [
  {
    what: 'wrong password',
    make: begin(undefined, wrongPassword),
    says: /sign in failed: 401 .*-20101/u,
    exit: 2,
    code: 'icloud.password-wrong',
  },
  {
    what: 'password changed since',
    make: afterwards((apple, computer) => {
      apple.account.password = 'another one';
      apple.expireSession();
      return computer.forgetSession();
    }),
    says: /sign in failed: 401 .*-20101/u,
    exit: 1,
    code: 'icloud.password-wrong',
  },
  {
    what: 'account locked',
    make: begin((apple) => (apple.account.locked = true)),
    says: /sign in failed: incorrect username or password/u,
    exit: 2,
    code: 'icloud.account-locked',
  },
  {
    what: 'wrong device code',
    make: answered(() => undefined, '2fa_do', wrongCode),
    says: /validate2FACode failed: HTTP error 400 .*-21669/u,
    exit: 2,
    code: 'icloud.code-wrong',
  },
  {
    what: 'wrong SMS code',
    make: answered((apple) => (apple.account.trustedDevices = 0), '2fa_sms_1_sms', wrongCode),
    says: /validateSMSCode: HTTP error 400 .*-21669/u,
    exit: 2,
    code: 'icloud.code-wrong',
  },
  {
    what: 'too many wrong codes',
    make: answered((apple) => (apple.account.maxWrongCodes = 0), '2fa_do', wrongCode),
    says: /HTTP error 423 .*-22982/u,
    exit: 2,
    code: 'icloud.code-limit',
  },
  {
    what: 'right code, and yet a conflict',
    make: answered((apple) => (apple.account.rightCode = 'conflict-without-token'), '2fa_do', '123456'),
    says: /validate2FACode failed: HTTP error 409/u,
    exit: 2,
    code: 'icloud.code-conflict',
  },
  {
    what: 'security key',
    make: answered((apple) => (apple.account.securityKeyOnly = true), '2fa_do', 'sms'),
    says: /no trusted phone numbers on this account/u,
    exit: 2,
    code: 'icloud.security-key',
  },
  {
    what: 'a state that is none',
    make: answered(() => undefined, 'authenticate', '123456'),
    says: /unknown state "authenticate"/u,
    exit: 2,
    code: 'icloud.sign-in-stale',
  },
  {
    what: 'lost sign-in',
    make: async (apple, computer) => {
      await answered(() => (apple.account.trustedDevices = 0), '2fa_sms_1_sms', wrongCode)(apple, computer);
      return await answer(computer, '2fa_sms_1_sms', apple.account.smsCode);
    },
    says: /auth session state lost, please reconfigure/u,
    exit: 2,
    code: 'icloud.sign-in-stale',
  },
  ...['/authorize/signin', '/federate', '/signin/init', '/signin/complete'].flatMap((path) =>
    [503, 429].map((status) => ({
      what: `${path} answers ${status}`,
      make: begin((apple) => apple.fault({ path, status, body: '<html>Service Temporarily Unavailable</html>' })),
      says: new RegExp(String.raw`auth\w+: .*${status}`, 'u'),
      exit: 2,
      code: 'cloud.throttled' as const,
    })),
  ),
];

failuresSuite('sign-in', texts);
