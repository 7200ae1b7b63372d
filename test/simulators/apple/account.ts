import type { AppleAccount, ApplePhone } from './types.ts';

/** Apple's code for an account out of space is not known: this one is made up, status and text included. */
const FULL = {
  step: 'upload/web' as const,
  status: 507,
  body: '{"errorCode":507,"errorReason":"Over quota: the iCloud storage of this account is full"}',
};

/** An ordinary account: two-factor authentication, one trusted device, one phone. */
export function makeAccount(given: Partial<AppleAccount>): AppleAccount {
  return {
    appleId: 'me@example.com',
    password: 'correct horse battery',
    dsid: '1234567890',
    phones: [{ id: 1, number: '+44 7700 900112', mode: 'sms' }],
    trustedDevices: 1,
    securityKeyOnly: false,
    hsa2: true,
    repair: false,
    locked: false,
    adp: false,
    termsPending: false,
    webAccess: true,
    deviceCode: '123456',
    smsCode: '654321',
    rightCode: 'accepted',
    maxWrongCodes: 5,
    srpProtocol: 's2k',
    quotaAnswer: FULL,
    ...given,
  };
}

/** A phone as Apple shows it: only the dial code and the last two digits can be read. */
export function showPhone(phone: ApplePhone): Record<string, unknown> {
  const [dialCode = '', ...rest] = phone.number.split(' ');
  const local = rest.join(' ');
  const obfuscatedNumber = local.includes('•') ? local : local.replace(/\d(?=(?:.*\d){2})/gu, '•');
  return {
    id: phone.id,
    numberWithDialCode: `${dialCode} ${obfuscatedNumber}`,
    obfuscatedNumber,
    pushMode: phone.mode,
    nonFTEU: false,
  };
}
