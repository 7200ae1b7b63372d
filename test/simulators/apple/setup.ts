import type { Answer, Call } from './exchange.ts';
import { objectOf, textOf, type JsonObject } from './json.ts';
import { opaque } from './random.ts';
import type { Sessions } from './sessions.ts';
import type { AppleAccount } from './types.ts';

const BASE = '/setup/ws/1';
/** Apple chooses the partition of an account; rclone takes whatever it is told. */
const PARTITION = 'p42';

export const HOSTS = {
  signIn: 'idmsa.apple.com',
  setup: 'setup.icloud.com',
  web: 'www.icloud.com',
  drive: `${PARTITION}-drivews.icloud.com`,
  docs: `${PARTITION}-docws.icloud.com`,
  upload: `${PARTITION}-contentws.icloud.com`,
  download: 'cvws.icloud-content.com',
};

const INVALID_SESSION: Answer = { status: 421, body: { success: false, error: 'Invalid global session' } };

/** setup.icloud.com: turns a sign-in into a web session, and gets the PCS cookies of Advanced Data Protection. */
export class Setup {
  readonly #account: AppleAccount;
  readonly #sessions: Sessions;

  constructor(account: AppleAccount, sessions: Sessions) {
    this.#account = account;
    this.#sessions = sessions;
  }

  handle(call: Call): Answer {
    switch (`${call.method} ${call.path.slice(BASE.length)}`) {
      case 'POST /accountLogin':
        return this.#login(textOf(objectOf(call.body)['dsWebAuthToken']));
      case 'POST /validate':
        return this.#validate(call);
      case 'POST /requestPCS':
        return this.#requestPcs(call);
      default:
        return { status: 404, body: '<html>404 Not Found</html>' };
    }
  }

  #login(loginToken: string): Answer {
    if (!this.#sessions.acceptsLogin(loginToken)) {
      return { status: 421, body: { success: false, error: 'Invalid Session Token' } };
    }
    const rest = 'Path=/; Domain=.icloud.com; Secure; HttpOnly';
    const cookies = [
      `X-APPLE-WEBAUTH-USER="v=1:s=0:d=${this.#account.dsid}"; ${rest}`,
      `X-APPLE-WEBAUTH-HSA-TRUST="${opaque(40)}"; ${rest}`,
      `DS-WEB-SESSION-TOKEN="${opaque(60)}"; ${rest}`,
    ];
    // With terms pending the one cookie that counts is missing, though the login "works" (rclone #9658, #9919).
    if (!this.#account.termsPending) cookies.unshift(this.#sessions.newWebCookie());
    return { status: 200, headers: { 'Set-Cookie': cookies }, body: this.#info() };
  }

  #validate(call: Call): Answer {
    const alive = this.#sessions.webState(call.cookies) === 'alive' && this.#account.webAccess;
    return alive ? { status: 200, body: this.#info() } : INVALID_SESSION;
  }

  #requestPcs(call: Call): Answer {
    const state = this.#sessions.webState(call.cookies);
    // The text of rclone #9658.
    if (state === 'missing')
      return { status: 500, body: { success: false, error: 'Missing X-APPLE-WEBAUTH-TOKEN cookie' } };
    if (state === 'dead') return INVALID_SESSION;
    const isWebAccessAllowed = this.#account.webAccess;
    if (!isWebAccessAllowed || !this.#sessions.pollApproval()) {
      const message = 'Requested the device to upload cookies.';
      return { status: 200, body: { isWebAccessAllowed, status: 'failure', message } };
    }
    const headers = { 'Set-Cookie': this.#sessions.newPcsCookie() };
    return { status: 200, headers, body: { isWebAccessAllowed, status: 'success', message: 'Cookies attached.' } };
  }

  #info(): JsonObject {
    const { hsa2, adp, dsid, appleId, termsPending } = this.#account;
    const service = (host: string): JsonObject => ({ url: `https://${host}:443`, status: 'active', pcsRequired: adp });
    return {
      dsInfo: { hsaVersion: hsa2 ? 2 : 1, dsid, appleId, fullName: 'Fake User' },
      hsaTrustedBrowser: hsa2,
      hsaChallengeRequired: false,
      isExtendedLogin: true,
      ...(termsPending ? { termsUpdateNeeded: true } : {}),
      webservices: {
        drivews: service(HOSTS.drive),
        docws: service(HOSTS.docs),
        ckdatabasews: service(`${PARTITION}-ckdatabasews.icloud.com`),
      },
    };
  }
}
