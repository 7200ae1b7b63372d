import { z } from 'zod';
import { choice, perComputer, setting } from './setting.ts';
import { absolutePath, bandwidth, label, moment, plainUrl, service, wholeNumber } from './shapes.ts';

/*
 * What the user decides. Schema and repair of the settings file, the `settings` command, what windows read and send, and the
 * public report are all made of these rows.
 */

/**
 * Offered by terminals and windows alike. The folder in the cloud is no part of it: changing it moves copies, or leaves them
 * behind, so it is a command of its own (set-up).
 */
export const userSettings = {
  /** Days since confirmation after which a copy may go; 0 = never. */
  retentionDays: setting({
    place: 'retention.days',
    shape: wholeNumber(0, 3650),
    default: 14,
    typed: { as: 'number' },
    afterDamage: { careful: 0 },
    diagnostics: 'value',
  }),
  /** Newest verified copies that stay whatever their age. */
  keep: setting({
    place: 'retention.floor',
    shape: wholeNumber(1, 1000),
    default: 3,
    typed: { as: 'number' },
    afterDamage: 'default-if-seen',
    diagnostics: 'value',
  }),
  /** Minutes between two looks at Home Assistant. */
  lookMinutes: setting({
    place: 'schedule.lookMinutes',
    shape: wholeNumber(5, 1440),
    default: 60,
    typed: { as: 'number' },
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  /** Hours after which Home Assistant is asked for a new automatic backup; null = never, it decides itself. */
  createIfOlderThanHours: setting({
    place: 'schedule.createIfOlderThanHours',
    shape: wholeNumber(1, 8760).nullable(),
    default: null,
    typed: { as: 'number', absent: 'never' },
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  /** Refuse backups that Home Assistant did not encrypt. */
  requireProtected: setting({
    place: 'requireProtected',
    shape: z.boolean(),
    default: false,
    typed: { as: 'yes-no' },
    afterDamage: { careful: true },
    diagnostics: 'value',
  }),
  /** Bring one backup back from the cloud each month, as a test. */
  monthlyTest: setting({
    place: 'monthlyTest',
    shape: z.boolean(),
    default: true,
    typed: { as: 'yes-no' },
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  /** Speed limit, as rclone's `--bwlimit` takes it; null = none. */
  bandwidth: setting({
    place: 'bandwidth',
    shape: bandwidth.nullable(),
    default: null,
    typed: { as: 'text', absent: 'none' },
    afterDamage: 'default',
    diagnostics: 'whether',
  }),
  /** Proxy for rclone, without credentials; null = what HTTPS_PROXY says. */
  proxy: setting({
    place: 'proxy',
    shape: plainUrl.nullable(),
    default: null,
    typed: { as: 'text', absent: 'none' },
    afterDamage: 'default',
    diagnostics: 'whether',
  }),
  /** PEM file of further authorities to trust, for Home Assistant and for rclone; null = what HA_ICLOUD_BACKUP_CA_FILE says. */
  caFile: setting({
    place: 'caFile',
    shape: absolutePath.nullable(),
    default: null,
    typed: { as: 'file', absent: 'none' },
    afterDamage: 'default',
    diagnostics: 'whether',
  }),
  /** Bytes that pulled archives may take on this computer while earlier ones still go up. */
  stagingBudgetBytes: setting({
    place: 'stagingBudgetBytes',
    shape: wholeNumber(0, 2 ** 50),
    default: 8 * 1024 ** 3,
    typed: { as: 'bytes' },
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  /** Home Assistant shows how the backups are: a device with sensors. */
  sensors: setting({
    place: 'sensors',
    shape: z.boolean(),
    default: false,
    typed: { as: 'yes-no' },
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  /** Minutes without a new backup after which Home Assistant sounds an alarm; null = no alarm. */
  alarmAfterMinutes: setting({
    place: 'alarm.afterMinutes',
    shape: wholeNumber(1, 525_600).nullable(),
    default: null,
    typed: { as: 'number', absent: 'never' },
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  /** Whom it tells: services of Home Assistant's `notify`. */
  alarmNotify: setting({
    place: 'alarm.notify',
    shape: z.array(service).max(50, 'has more than 50 names'),
    default: [],
    typed: { as: 'names' },
    afterDamage: 'default',
    diagnostics: 'count',
  }),
  /** Phones on which the sign-in may be renewed: services of Home Assistant's `notify`. None = at this computer alone. */
  phoneCodeNotify: setting({
    place: 'phoneCode.notify',
    shape: z.array(service).max(50, 'has more than 50 names'),
    default: [],
    typed: { as: 'names' },
    afterDamage: 'default',
    diagnostics: 'count',
  }),
  computerName: setting({
    place: 'computerName',
    shape: label,
    default: perComputer,
    typed: { as: 'text' },
    afterDamage: 'default',
    diagnostics: 'nothing',
  }),
  /** Computers whose copies are in this one's care: ids; a change may also name them as the copies there do. */
  adoptedComputers: setting({
    place: 'adoptedComputers',
    shape: z.array(z.string().min(1)),
    default: [],
    typed: { as: 'names' },
    afterDamage: 'default',
    diagnostics: 'count',
  }),
  /** No automatic run before this moment; null = not paused. */
  pausedUntil: setting({
    place: 'pausedUntil',
    shape: moment.nullable(),
    default: null,
    typed: { as: 'moment', absent: 'none' },
    afterDamage: 'default',
    // The status in the same report says it.
    diagnostics: 'nothing',
  }),
};

/** Offered by the desktop app alone, and held by its state. */
export const desktopSettings = {
  notifyProblems: choice({
    place: 'desktop.notifyProblems',
    shape: z.boolean(),
    default: true,
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  notifySignIn: choice({
    place: 'desktop.notifySignIn',
    shape: z.boolean(),
    default: true,
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  notifySuccess: choice({
    place: 'desktop.notifySuccess',
    shape: z.boolean(),
    default: false,
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  pauseOnBattery: choice({
    place: 'desktop.pauseOnBattery',
    shape: z.boolean(),
    default: false,
    afterDamage: 'default',
    diagnostics: 'value',
  }),
  /** Ask once a day whether there is a newer release. */
  checkUpdates: choice({
    place: 'desktop.checkUpdates',
    shape: z.boolean(),
    default: true,
    afterDamage: 'default',
    diagnostics: 'value',
  }),
};
