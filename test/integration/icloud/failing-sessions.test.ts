import { afterwards, begin, failuresSuite, fault, list, type Row } from '../../support/rclone-failures.ts';

/*
 * The facts' table "Texts to match" (8.1), said by the real rclone: sessions, sign-in, and (in the other files) the way
 * there and exit codes. Only `requestPCS … timed out` takes it five minutes and is a pure test.
 */

const texts: readonly Row[] = [
  {
    what: 'thirty days are over',
    make: afterwards((apple, computer) => {
      apple.expireSession();
      apple.expireTrust();
      return computer.forgetSession();
    }),
    says: /trust token expired, please reauth/u,
    exit: 1,
    code: 'icloud.trust-expired',
  },
  {
    what: 'no trust token',
    make: async (apple, computer) => {
      await begin()(apple, computer);
      return await list(computer);
    },
    says: /missing icloud trust token/u,
    exit: 1,
    code: 'icloud.not-signed-in',
  },
  {
    what: 'nobody signed in yet',
    make: (_apple, computer) => list(computer),
    says: /didn't find section in config file/u,
    exit: 1,
    code: 'icloud.not-signed-in',
  },
  {
    what: 'web session dead',
    make: afterwards((apple) => apple.expireSession()),
    says: /HTTP error 421 .*Invalid global session/u,
    exit: 1,
    code: 'icloud.session-refused',
  },
  {
    what: 'web access switched off',
    make: afterwards((apple) => (apple.account.webAccess = false)),
    says: /HTTP error 421/u,
    exit: 1,
    code: 'icloud.session-refused',
  },
  {
    what: 'web session missing',
    make: async (apple, computer) => {
      apple.account.termsPending = true;
      await computer.signIn(apple);
      return await list(computer);
    },
    says: /HTTP error 401 .*Missing X-APPLE-WEBAUTH-TOKEN cookie/u,
    exit: 1,
    code: 'icloud.session-refused',
  },
  {
    what: 'PCS cookie missing',
    make: fault({ status: 423, body: '{"errorReason":"Missing PCS cookies from the request"}' }),
    says: /HTTP error 423 .*Missing PCS cookies/u,
    exit: 1,
    code: 'icloud.approval-needed',
  },
  {
    what: 'PCS refused',
    make: async (apple, computer) => {
      apple.account.adp = true;
      apple.fault({ path: 'requestPCS', status: 403, body: 'no', times: Infinity });
      await computer.signIn(apple);
      return await list(computer);
    },
    says: /requestPCS\(iclouddrive\): HTTP error 403/u,
    exit: 1,
    code: 'icloud.approval-needed',
  },
  {
    what: 'PCS with new terms waiting',
    make: async (apple, computer) => {
      Object.assign(apple.account, { adp: true, termsPending: true });
      await computer.signIn(apple);
      return await list(computer);
    },
    says: /requestPCS\(iclouddrive\): HTTP error 500 .*Missing X-APPLE-WEBAUTH-TOKEN/u,
    exit: 1,
    code: 'icloud.terms-pending',
  },
];

failuresSuite('sessions', texts);
