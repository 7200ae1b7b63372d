import type { Answer, Call } from './exchange.ts';
import { objectOf, textOf } from './json.ts';
import { opaque } from './random.ts';
import type { Sessions } from './sessions.ts';
import { startSrp } from './srp.ts';
import { TwoFactor } from './two-factor.ts';
import type { AppleAccount } from './types.ts';
import { serviceError, type Visit } from './visit.ts';

const BASE = '/appleauth/auth';

/** idmsa.apple.com: password proof and second factor. */
export class SignIn {
  readonly #account: AppleAccount;
  readonly #sessions: Sessions;
  readonly #twoFactor: TwoFactor;
  readonly #visits = new Map<string, Visit>();

  constructor(account: AppleAccount, sessions: Sessions) {
    this.#account = account;
    this.#sessions = sessions;
    this.#twoFactor = new TwoFactor(account, sessions);
  }

  async handle(call: Call): Promise<Answer> {
    const path = call.path.slice(BASE.length);
    if (path === '/authorize/signin') return this.#openVisit();
    const visit = this.#visits.get(String(call.headers['x-apple-id-session-id'] ?? ''));
    if (!visit || call.headers['scnt'] !== visit.scnt) return serviceError(401, '-20528', 'Your session has expired.');
    const answer = await this.#inVisit(`${call.method} ${path}`, visit, call);
    return { ...answer, headers: { ...this.#visitHeaders(visit), ...answer.headers } };
  }

  #openVisit(): Answer {
    const visit: Visit = { id: opaque(90), scnt: opaque(60), challenges: new Map(), proven: 'nothing' };
    this.#visits.set(visit.id, visit);
    const cookies = [`aasp=${opaque(60)}; Path=/; Domain=idmsa.apple.com; Secure; HttpOnly`];
    cookies.push(
      'dslang=GB-EN; Path=/; Domain=apple.com; Secure; HttpOnly',
      'site=GBR; Path=/; Domain=apple.com; Secure; HttpOnly',
    );
    return { status: 200, headers: { ...this.#visitHeaders(visit), 'Set-Cookie': cookies }, body: '<!doctype html>' };
  }

  async #inVisit(request: string, visit: Visit, call: Call): Promise<Answer> {
    const body = objectOf(call.body);
    switch (request) {
      case 'POST /federate':
        return { status: 200, body: { federated: false, showFederatedIdpConfirmation: false } };
      case 'POST /signin/init':
        return this.#init(visit, body);
      case 'POST /signin/complete':
        return this.#complete(visit, body);
      case 'POST /repair/complete':
        return visit.proven === 'repair' ? this.#welcome(visit) : serviceError(412, '-20500', 'Nothing to repair.');
      default:
        return this.#twoFactor.handle(request, visit, body);
    }
  }

  async #init(visit: Visit, body: Record<string, unknown>): Promise<Answer> {
    const known = textOf(body['accountName']).toLowerCase() === this.#account.appleId.toLowerCase();
    // An unknown Apple ID gets a challenge like any other, which nobody can meet.
    const account = known ? this.#account : { ...this.#account, password: opaque() };
    const challenge = await startSrp(account, textOf(body['a']));
    const c = `d-${opaque(18)}:p42`;
    visit.challenges.set(c, challenge);
    return { status: 200, body: { ...challenge.answer, c } };
  }

  #complete(visit: Visit, body: Record<string, unknown>): Answer {
    const c = textOf(body['c']);
    const challenge = visit.challenges.get(c);
    visit.challenges.delete(c);
    if (!challenge?.verify(textOf(body['m1']), textOf(body['m2']))) {
      return serviceError(401, '-20101', 'Check the account information you entered and try again.');
    }
    if (this.#account.locked) {
      return serviceError(403, '-20209', 'This Apple Account has been locked for security reasons.');
    }
    const tokens = Array.isArray(body['trustTokens']) ? (body['trustTokens'] as unknown[]) : [];
    if (this.#account.hsa2 && !this.#sessions.trusts(tokens)) {
      visit.proven = 'password';
      return { status: 409, body: { authType: 'hsa2' } };
    }
    if (this.#account.repair) {
      visit.proven = 'repair';
      return { status: 412, body: { authType: this.#account.hsa2 ? 'hsa2' : 'sa' } };
    }
    return this.#welcome(visit);
  }

  #welcome(visit: Visit): Answer {
    visit.proven = 'complete';
    const headers = { 'X-Apple-Session-Token': this.#sessions.newLoginToken() };
    return { status: 200, headers, body: { authType: this.#account.hsa2 ? 'hsa2' : 'sa' } };
  }

  /** `scnt` and the session id stay, the attributes change with every answer. */
  #visitHeaders(visit: Visit): Record<string, string> {
    return {
      scnt: visit.scnt,
      'X-Apple-ID-Session-Id': visit.id,
      'X-Apple-Auth-Attributes': opaque(120),
      'X-Apple-ID-Account-Country': 'GBR',
    };
  }
}
