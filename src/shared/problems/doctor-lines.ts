import type { DoctorLine } from '../doctor.ts';
import type { ErrorCode } from '../error-codes.ts';
import type { Problem } from '../run-report.ts';
import { iCloudDoctorLines } from '../icloud/doctor-problems.ts';

type Place = DoctorLine | ((facts: Problem['facts']) => DoctorLine | undefined);

/** What Home Assistant was asked, where that says it. */
const askedBy: Readonly<Record<string, DoctorLine | undefined>> = {
  get_config: 'home-running',
  'backup/agents/info': 'home-backups',
};

/**
 * At which line of the doctor's list a problem is met, where one question goes over several of them. A code that is missing
 * says too little: then it is the line that the question had come to.
 */
const places: Partial<Record<ErrorCode, Place>> = {
  'ha.moved': 'home-port',
  'ha.tls-untrusted': 'home-certificate',
  'ha.client-certificate': 'home-certificate',
  'ha.redirected': 'home-between',
  'ha.login-in-front': 'home-between',
  'ha.in-between': 'home-between',
  'ha.proxy-not-trusted': 'home-between',
  'ha.not-home-assistant': 'home-answer',
  'ha.banned': 'home-answer',
  'ha.instance-changed': 'home-identity',
  'ha.no-websocket': 'home-socket',
  'secrets.token-missing': 'home-token',
  'ha.token-malformed': 'home-token',
  'ha.token-invalid': 'home-token',
  'ha.not-admin': 'home-admin',
  'ha.starting': ({ step }) => (step === 'websocket' ? 'home-socket' : 'home-running'),
  'ha.protocol': ({ command }) => (typeof command === 'string' ? askedBy[command] : undefined),
  'ha.too-old': 'home-version',
  'ha.no-agent': 'home-backups',
  'ha.list-incomplete': 'home-list',
  'cloud.folder-missing': 'cloud-folder',
  'cloud.name-taken': 'cloud-folder',
  'cloud.full': 'cloud-write',
  ...iCloudDoctorLines,
};

export const doctorLineOf = ({ code, facts }: Problem): DoctorLine | undefined => {
  const place = places[code];
  return place instanceof Function ? place(facts) : place;
};
