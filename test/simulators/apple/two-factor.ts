import { showPhone } from './account.ts';
import type { Answer } from './exchange.ts';
import { numberOf, objectOf, textOf, type JsonObject } from './json.ts';
import { opaque } from './random.ts';
import type { Sessions } from './sessions.ts';
import type { AppleAccount, ApplePhone } from './types.ts';
import { serviceError, type Visit } from './visit.ts';

/** The second factor: pushes, codes by phone, and the trust token that makes them unnecessary for 30 days. */
export class TwoFactor {
  readonly #account: AppleAccount;
  readonly #sessions: Sessions;
  #wrongCodes = 0;

  constructor(account: AppleAccount, sessions: Sessions) {
    this.#account = account;
    this.#sessions = sessions;
  }

  handle(request: string, visit: Visit, body: JsonObject): Answer {
    if (visit.proven === 'nothing') return serviceError(401, '-20528', 'Your session has expired.');
    switch (request) {
      case 'GET ':
        return { status: 200, body: this.#state() };
      case 'PUT /verify/trusteddevice/securitycode':
        return this.#push();
      case 'POST /verify/trusteddevice/securitycode':
        return this.#check(visit, body, this.#account.deviceCode, { status: 204 });
      case 'PUT /verify/phone':
        return this.#callPhone(body);
      case 'POST /verify/phone/securitycode':
        return this.#checkFromPhone(visit, body);
      case 'GET /2sv/trust':
        return this.#trust(visit);
      default:
        return { status: 404, body: '<html>404 Not Found</html>' };
    }
  }

  #phones(): ApplePhone[] {
    return this.#account.securityKeyOnly ? [] : this.#account.phones;
  }

  #state(): JsonObject {
    const phones = this.#phones().map(showPhone);
    return {
      authenticationType: 'hsa2',
      trustedPhoneNumbers: phones,
      ...(phones[0] ? { trustedPhoneNumber: phones[0] } : {}),
      noTrustedDevices: this.#account.trustedDevices === 0,
      hsa2Account: true,
      securityCode: this.#codeState(),
    };
  }

  #codeState(): JsonObject {
    const locked = this.#wrongCodes >= this.#account.maxWrongCodes;
    return { length: 6, tooManyCodesSent: false, tooManyCodesValidated: locked, securityCodeLocked: false };
  }

  #push(): Answer {
    const { trustedDevices } = this.#account;
    if (trustedDevices === 0) return serviceError(412, '-28248', 'Verification codes can’t be sent at this time.');
    return { status: 202, body: { trustedDeviceCount: trustedDevices, securityCode: this.#codeState() } };
  }

  #findPhone(body: JsonObject): ApplePhone | undefined {
    const id = numberOf(objectOf(body['phoneNumber'])['id']);
    return this.#phones().find((phone) => phone.id === id && phone.mode === textOf(body['mode']));
  }

  #callPhone(body: JsonObject): Answer {
    const phone = this.#findPhone(body);
    if (!phone) return serviceError(400, '-28248', 'Verification codes can’t be sent to this phone number.');
    return { status: 200, body: { trustedPhoneNumber: showPhone(phone) } };
  }

  #checkFromPhone(visit: Visit, body: JsonObject): Answer {
    if (!this.#findPhone(body)) return serviceError(412, '-28248', 'This is not the phone the code was sent to.');
    return this.#check(visit, body, this.#account.smsCode, { status: 200, body: { securityCode: { valid: true } } });
  }

  #check(visit: Visit, body: JsonObject, rightCode: string, accepted: Answer): Answer {
    if (this.#wrongCodes >= this.#account.maxWrongCodes) {
      // Code and text are Apple's (fastlane issue #16359); that the status is 423, and after how many tries, is made up.
      return serviceError(
        423,
        '-22982',
        'You have entered an incorrect verification code too many times. Try again later.',
      );
    }
    const code = textOf(objectOf(body['securityCode'])['code']);
    if (code !== rightCode || this.#account.securityKeyOnly) {
      this.#wrongCodes += 1;
      return serviceError(400, '-21669', 'Incorrect verification code.');
    }
    this.#wrongCodes = 0;
    if (this.#account.rightCode === 'conflict-without-token')
      return { status: 409, body: { securityCode: { valid: true } } };
    visit.proven = 'complete';
    const headers = { 'X-Apple-Session-Token': `st-${opaque(60)}` };
    if (this.#account.rightCode === 'accepted') return { ...accepted, headers };
    return { status: 409, headers, body: { securityCode: { valid: true } } };
  }

  #trust(visit: Visit): Answer {
    if (visit.proven !== 'complete') return serviceError(401, '-20528', 'Your session has expired.');
    const headers = {
      'X-Apple-TwoSV-Trust-Token': this.#sessions.newTrustToken(),
      'X-Apple-Session-Token': this.#sessions.newLoginToken(),
    };
    return { status: 204, headers };
  }
}
