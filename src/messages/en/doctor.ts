import type { CheckedLine, DoctorLine, UnaskedReason } from '../../shared/doctor.ts';
import { formatMoment } from '../dates.ts';
import { formatBytes, plural } from '../format.ts';
import { secretStore } from './safety.ts';
import { numberOf, textOf } from '../template.ts';

type Facts = CheckedLine['facts'];

const isStore = (kind: string): kind is keyof typeof secretStore => kind in secretStore;

const kept = (facts: Facts): string | undefined => {
  const [days, copies] = [numberOf(facts, 'days'), numberOf(facts, 'copies')];
  if (days !== undefined) return `keeps ${plural(days, { one: 'day', other: 'days' })}`;
  return copies === undefined ? 'keeps all' : `keeps ${plural(copies, { one: 'backup', other: 'backups' })}`;
};

const madeAt = (facts: Facts): string | undefined => {
  const [name, date] = [textOf(facts, 'name'), textOf(facts, 'date')];
  const at = date === undefined ? undefined : formatMoment(date, new Date());
  return name === undefined || at === undefined ? name : `${name}, ${at}`;
};

const ahead = (facts: Facts): string | undefined => {
  const seconds = numberOf(facts, 'seconds');
  if (seconds === undefined) return undefined;
  return Math.abs(seconds) < 5
    ? 'same as here'
    : `${plural(Math.abs(seconds), { one: 'second', other: 'seconds' })} ${seconds > 0 ? 'ahead' : 'behind'}`;
};

const rhythm = (facts: Facts): string | undefined => {
  const hours = numberOf(facts, 'hours');
  if (hours !== undefined) return `this app asks for one every ${plural(hours, { one: 'hour', other: 'hours' })}`;
  return textOf(facts, 'recurrence') === 'daily' ? 'every day' : 'on some days of the week';
};

/** What a line that is fine has to tell besides: a version, a size. Undefined: nothing. */
const found = {
  keychain: (facts) => {
    const kind = textOf(facts, 'kind') ?? '';
    return isStore(kind) ? secretStore[kind] : undefined;
  },
  disk: (facts) => `${formatBytes(numberOf(facts, 'freeBytes') ?? 0)} free`,
  rclone: (facts) => textOf(facts, 'version'),
  sleep: (facts) => {
    const minutes = numberOf(facts, 'minutes');
    return minutes === undefined
      ? "doesn't sleep while plugged in"
      : `sleeps after ${plural(minutes, { one: 'minute', other: 'minutes' })}; backups continue when it wakes up`;
  },
  'home-name': (facts) => textOf(facts, 'addresses'),
  'home-network': (facts) => {
    if (facts['here'] === true) return 'nothing leaves this computer';
    return facts['encrypted'] === true ? 'encrypted, so any network will do' : 'your own network';
  },
  'home-clock': ahead,
  'home-version': (facts) => textOf(facts, 'version'),
  'home-list': (facts) => plural(numberOf(facts, 'count') ?? 0, { one: 'backup', other: 'backups' }),
  'home-locations': (facts) => plural(numberOf(facts, 'count') ?? 0, { one: 'location', other: 'locations' }),
  'home-schedule': rhythm,
  'home-retention': kept,
  'home-newest': madeAt,
  'cloud-way': (facts) => (facts['proxy'] === true ? 'through a proxy' : undefined),
  'cloud-sign-in': (facts) => {
    const days = numberOf(facts, 'days');
    return days === undefined ? undefined : `${plural(days, { one: 'day', other: 'days' })} left`;
  },
  'cloud-folder': (facts) => textOf(facts, 'folder'),
  'cloud-list': (facts) => plural(numberOf(facts, 'count') ?? 0, { one: 'file', other: 'files' }),
} satisfies Partial<Record<DoctorLine, (facts: Facts) => string | undefined>>;

const unasked = {
  'broken-before': 'needs what is broken above',
  'when-asked': 'only if you ask for it',
  running: 'iCloud is in use by a backup or a sign-in',
  plain: 'the address has no encryption',
  untold: "this version of Home Assistant doesn't say",
  'app-only': 'only the app in the menu bar knows',
  unknown: "this computer doesn't say",
  'nothing-yet': 'nothing there yet to try it with',
} satisfies Record<UnaskedReason, string>;

const foundIn: Partial<Record<DoctorLine, (facts: Facts) => string | undefined>> = found;

/** The checks of everything that a backup needs. */
export const doctor = {
  titles: {
    'set-up': 'Set up',
    keychain: 'Passwords can be read',
    disk: 'Space on this computer',
    rclone: 'rclone is genuine and runs',
    'login-item': 'Opens at login',
    sleep: 'Sleep',
    'home-name': 'Address is known',
    'home-network': 'Network is trusted',
    'home-port': 'Something listens at the address',
    'home-certificate': 'Certificate',
    'home-between': 'Nothing in between',
    'home-answer': 'Home Assistant answers',
    'home-clock': 'Its clock',
    'home-identity': 'It is the same Home Assistant',
    'home-socket': 'WebSocket',
    'home-token': 'Access token',
    'home-admin': 'Token of an administrator',
    'home-running': 'Home Assistant has started',
    'home-version': 'Version',
    'home-backups': 'Backup integration',
    'home-list': 'List of backups',
    'home-locations': 'Backup locations',
    'home-schedule': 'Automatic backups',
    'home-encryption': 'Encryption',
    'home-retention': 'How long backups are kept there',
    'home-newest': 'Newest backup',
    'home-download': 'A backup can be downloaded',
    'cloud-way': 'Proxy and certificates',
    'cloud-hosts': "Apple's servers can be reached",
    'cloud-sign-in': 'iCloud sign-in',
    'cloud-terms': 'iCloud terms accepted',
    'cloud-web': 'iCloud data on the web',
    'cloud-approval': 'Approved for encrypted data',
    'cloud-folder': 'Folder in iCloud Drive',
    'cloud-list': 'List of files in iCloud',
    'cloud-write': 'A small file can be stored and deleted',
  } satisfies Record<DoctorLine, string>,
  /** Behind a line without a problem; empty where there is nothing to say. */
  detail: ({ id, state, reason, facts }: CheckedLine): string => {
    if (reason !== null) return unasked[reason];
    return state === 'ok' ? (foundIn[id]?.(facts) ?? '') : '';
  },
};
