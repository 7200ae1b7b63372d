import { secretsSuite, type Row, type Scene } from './stage.ts';

/* The first sign-in of a computer, ended by everything that can end one ("Texts to match", 8.1 and 3.5 of the facts). */

const login = ({ apple }: Scene): readonly string[] => ['login', '--apple-id', apple.account.appleId];
const [rightCode, wrongCode] = ['271828\n', '161803\n'];
const account =
  (change: object) =>
  ({ apple, alsoSecret }: Scene): void => {
    Object.assign(apple.account, change);
    alsoSecret.set('mistyped code', wrongCode.trim());
  };
const says =
  (path: string, status: number, times = 1) =>
  ({ apple, echo }: Scene): void =>
    apple.fault({ path, status, body: echo, times });
const withPassword =
  (typed: string) =>
  ({ server, alsoSecret }: Scene): void => {
    server.env['HA_ICLOUD_BACKUP_APPLE_PASSWORD'] = typed;
    alsoSecret.set('password as typed', typed);
  };

const rows: readonly Omit<Row, 'args'>[] = [
  { what: 'a password with a typo', code: 'icloud.password-wrong', make: withPassword('Gr"öße \\ of/it+all & mroe') },
  {
    what: 'an app-specific password',
    code: 'icloud.app-password',
    make: withPassword('abcd-efgh-ijkl-mnop'),
    withoutRclone: true,
  },
  { what: 'the account is locked', code: 'icloud.account-locked', make: account({ locked: true }) },
  { what: 'no second factor', code: 'icloud.no-two-factor', make: account({ hsa2: false }) },
  { what: 'a wrong code, and no other', code: 'icloud.code-wrong', make: account({}), input: wrongCode },
  {
    what: 'a wrong code by SMS',
    code: 'icloud.code-wrong',
    make: account({ trustedDevices: 0 }),
    input: wrongCode,
  },
  {
    what: 'one wrong code too many',
    code: 'icloud.code-limit',
    make: account({ maxWrongCodes: 0 }),
    input: wrongCode,
  },
  { what: 'no code at all', code: 'icloud.code-missing', input: '\n' },
  {
    what: 'the password where a code is asked',
    code: 'icloud.code-missing',
    input: 'Gr"öße \\ of/it+all & more=100%\n',
  },
  {
    what: 'a code where a phone is asked',
    code: 'icloud.code-missing',
    make: account({
      trustedDevices: 0,
      phones: [
        { id: 1, number: '+44 7700 900112', mode: 'sms' },
        { id: 2, number: '+44 7700 900134', mode: 'sms' },
      ],
    }),
    input: rightCode,
  },
  {
    what: 'the right code, and yet a conflict',
    code: 'icloud.code-conflict',
    make: account({ rightCode: 'conflict-without-token' }),
    input: rightCode,
  },
  {
    what: 'a security key',
    code: 'icloud.security-key',
    make: account({ securityKeyOnly: true }),
    input: 'sms\n',
  },
  {
    what: 'Apple forgot the sign-in',
    code: 'icloud.sign-in-stale',
    make: ({ apple, echo }) =>
      apple.fault({
        path: '/verify/trusteddevice/securitycode',
        method: 'POST',
        status: 401,
        body: `{"serviceErrors":[{"code":"-20528","message":${JSON.stringify(echo)}}]}`,
      }),
    input: rightCode,
  },
  { what: 'too many sign-ins, at the first page', code: 'cloud.throttled', make: says('/authorize/signin', 503) },
  { what: 'too many sign-ins, at the account', code: 'cloud.throttled', make: says('/federate', 429) },
  { what: 'too many sign-ins, at the challenge', code: 'cloud.throttled', make: says('/signin/init', 503) },
  { what: 'too many sign-ins, at the proof', code: 'cloud.throttled', make: says('/signin/complete', 503) },
  {
    what: 'Apple is broken in the middle',
    code: 'cloud.failed',
    make: says('/2sv/trust', 500),
    input: rightCode,
  },
  {
    what: 'the line breaks behind the code',
    code: 'cloud.offline',
    make: ({ apple }) => apple.fault({ path: '/accountLogin', reset: true, times: Infinity }),
    input: rightCode,
  },
  {
    what: 'a device refuses its approval',
    code: 'icloud.approval-needed',
    make: (scene) => {
      account({ adp: true })(scene);
      says('requestPCS', 403, Infinity)(scene);
    },
    input: rightCode,
  },
  {
    what: 'new terms wait behind an approval',
    code: 'icloud.terms-pending',
    make: account({ adp: true, termsPending: true }),
    input: rightCode,
  },
  {
    what: 'access on the web is switched off',
    code: 'icloud.session-refused',
    make: account({ webAccess: false }),
    input: rightCode,
  },
];

secretsSuite(
  'no secret is anywhere after a sign-in that failed',
  'new',
  rows.map((row) => ({ ...row, args: login })),
);
