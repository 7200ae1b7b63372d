import type { AboutView, ViewState } from '../../../src/shared/contract/views.ts';
import type { PruneResult } from '../../../src/shared/status.ts';
import type { OtherComputer, UserSettings } from '../../../src/shared/user-settings.ts';
import type { DoctorReport } from '../../../src/shared/doctor.ts';
import { aMixedReport } from '../../cli/a-doctor.ts';
import { someKeys } from '../../cli/some-keys.ts';
import { ok, type Answers } from './answers.ts';
import { hoursFromNow, problem, stateWith } from './view-state.ts';

export const stored: UserSettings = {
  retentionDays: 14,
  keep: 3,
  lookMinutes: 60,
  createIfOlderThanHours: null,
  requireProtected: false,
  monthlyTest: true,
  bandwidth: null,
  proxy: null,
  caFile: null,
  stagingBudgetBytes: 8 * 1024 ** 3,
  sensors: false,
  alarmAfterMinutes: null,
  alarmNotify: [],
  phoneCodeNotify: [],
  computerName: 'Desk',
  adoptedComputers: [],
  pausedUntil: null,
};

export const oldMac: OtherComputer = {
  id: '3333cccc4444dddd',
  name: 'Old Mac',
  copies: 5,
  newestAt: hoursFromNow(-24 * 40),
  adopted: false,
};
export const attic: OtherComputer = {
  id: '5555eeee6666ffff',
  name: 'Attic',
  copies: 1,
  newestAt: hoursFromNow(-30),
  adopted: true,
};

interface PreviewInput {
  readonly retentionDays: number;
  readonly floor: number;
  readonly adoptedComputers?: readonly string[];
}

/** Fourteen copies, one a day; those older than `days` go, but never the newest `floor`. Of another computer two are old. */
export const previewWith = ({ retentionDays, floor, adoptedComputers = [] }: PreviewInput): PruneResult => ({
  dryRun: true,
  held: null,
  removed: [],
  backups: Array.from({ length: 14 }, (_none, age) => ({
    id: `id-${age}`,
    name: `Automatic backup ${14 - age}`,
    archive: `backup-${age}.tar`,
    date: hoursFromNow(-24 * age),
    next:
      (retentionDays !== 0 && age >= retentionDays && age >= floor) || age >= 14 - 2 * adoptedComputers.length
        ? 'delete'
        : 'keep',
    reason: 'young',
  })),
});

/** The same while something keeps all deletions back. */
export const heldPreviewWith = (input: PreviewInput): PruneResult => {
  const { backups, ...rest } = previewWith(input);
  return {
    ...rest,
    held: problem('ha.list-incomplete'),
    backups: backups.map((copy) => (copy.next === 'delete' ? { ...copy, next: 'later', reason: 'expired' } : copy)),
  };
};

export const about: AboutView = {
  app: '1.0.0',
  electron: '45.4.1',
  chromium: '152.0.7712.34',
  node: '26.2.0',
  rclone: '1.75.2',
  system: 'linux 6.12.57-amd64 x64',
};

/** Main, as far as settings go: what is changed is what is read. */
export const settingsOf = (first: Partial<UserSettings> = {}, computers: readonly OtherComputer[] = []): Answers => {
  let settings: UserSettings = { ...stored, ...first };
  return {
    'settings.read': () => ok(settings),
    'about.read': () => ok(about),
    'settings.change': (patch) => {
      if (patch.proxy?.includes('@') === true || patch.bandwidth === 'fast') {
        const field = Object.keys(patch)[0] ?? '';
        return { ok: false, problem: problem('settings.invalid', { field, problem: 'has to be a speed such as 2M' }) };
      }
      settings = { ...settings, ...(patch as Partial<UserSettings>) };
      return ok(settings);
    },
    'settings.adopt': ({ id }) => {
      settings = { ...settings, adoptedComputers: [...settings.adoptedComputers, id] };
      return ok(settings);
    },
    'settings.release': ({ id }) => {
      settings = { ...settings, adoptedComputers: settings.adoptedComputers.filter((one) => one !== id) };
      return ok(settings);
    },
    'retention.preview': (input) => ok(previewWith(input)),
    'settings.other-computers': () => ok([...computers]),
    'keys.list': () => ok(someKeys()),
  };
};

export const state = (status: Partial<ViewState['status']> = {}, change: Partial<ViewState> = {}): ViewState =>
  stateWith(status, { route: { page: 'settings', asked: 2 }, ...change });

/** As the doctor found it, with `endedAt` null while it goes on. */
export const checked = (report: DoctorReport, endedAt: string | null = hoursFromNow(0)): ViewState['doctor'] => ({
  ...report,
  endedAt,
});
/** Apple's lines are not asked, and one in the middle is broken. */
export const brokenReport = (): DoctorReport => {
  const { lines, firstBroken } = aMixedReport();
  const isApples = (id: string): boolean => /^cloud-(?!way|hosts)/.test(id);
  return {
    firstBroken,
    lines: lines.map((line) => (isApples(line.id) ? { ...line, state: 'not-asked', reason: 'when-asked' } : line)),
  };
};

/** The automation, in the words of the core. */
export const alarmLines = [
  '- id: ha_icloud_backup_alarm',
  '  alias: "Alarm: no new backup in iCloud (Desk)"',
  '  mode: single',
] as const;

/** Main and Home Assistant, as far as the alarm goes: one phone, one speaker. */
export const alarmAnswers = (first: Partial<UserSettings> = {}): Answers => {
  let chosen = { alarmAfterMinutes: stored.alarmAfterMinutes, alarmNotify: stored.alarmNotify, ...first };
  const settings = settingsOf();
  return {
    ...settings,
    'settings.read': () => ok({ ...stored, ...chosen }),
    'alarm.services': () => ok(['mobile_app_martha', 'persistent_notification']),
    'alarm.set': ({ afterMinutes, notify }) => {
      chosen = { ...chosen, sensors: true, alarmAfterMinutes: afterMinutes, alarmNotify: [...notify] };
      return ok(null);
    },
    'alarm.off': () => {
      chosen = { ...chosen, alarmAfterMinutes: null };
      return ok(null);
    },
    'alarm.test': () => ok([...chosen.alarmNotify]),
    'alarm.text': () => ok([...alarmLines]),
    'alarm.copy-text': () => ok(null),
  };
};

/** As far as phones go that may renew Apple's code: `there` are those that Home Assistant has. */
export const phoneCodeAnswers = (there: readonly string[] = ['mobile_app_martha', 'mobile_app_tablet']): Answers => {
  let phoneCodeNotify = stored.phoneCodeNotify;
  return {
    ...settingsOf(),
    'settings.read': () => ok({ ...stored, phoneCodeNotify }),
    'phone-code.services': () => ok(there),
    'phone-code.set': ({ notify }) => {
      phoneCodeNotify = [...notify];
      return ok(null);
    },
  };
};
export const withAlarm = { sensors: true, alarmAfterMinutes: 3 * 1440, alarmNotify: ['mobile_app_martha'] };
export const telling = (alarm: ViewState['status']['telling']['alarm']): Partial<ViewState['status']> => ({
  telling: { on: true, device: 'iCloud Backup on Desk', toldAt: hoursFromNow(-0.1), trouble: null, alarm },
});
