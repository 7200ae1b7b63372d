import type { StatusFacts } from '../../src/core/commands/read-status.ts';
import type { StoredBackup } from '../../src/core/domain/manifest.ts';
import { instanceSchema, settingsSchema, type Settings } from '../../src/core/settings/schema.ts';
import { openGates, type Gates } from '../../src/core/state/gates.ts';
import type { HistoryEntry } from '../../src/core/state/history.ts';
import type { LastLook } from '../../src/core/state/last-look.ts';
import type { ErrorCode } from '../../src/shared/error-codes.ts';
import * as build from './domain-builders.ts';

export const appleId = 'jane.doe@example.com';
export const at = (ms: number): string => build.ago(ms);

export const settingsOf = (given: Partial<Settings> = {}): Settings => ({
  ...settingsSchema.parse({ schemaVersion: 1, computerId: build.me, computerName: 'My Mac' }),
  instances: [
    instanceSchema.parse({ key: 'k3y0', url: 'http://home.test:8123', name: 'Home', instanceId: build.home }),
  ],
  appleId,
  trustedSince: build.daysAgo(3),
  secretStore: 'keychain',
  ...given,
});

export type Home = NonNullable<LastLook['home']>;
export type Cloud = NonNullable<LastLook['cloud']>;

export const homeSide = (given: Partial<Home> = {}): Home => ({
  at: at(10 * build.minuteMs),
  name: 'Home',
  version: '2026.11.0',
  complete: true,
  backups: [],
  recurrence: 'daily',
  ...given,
});
export const cloudSide = (stored: readonly StoredBackup[], given: Partial<Cloud> = {}): Cloud => ({
  at: at(10 * build.minuteMs),
  folder: 'Home (a1b2c3d4)',
  complete: true,
  stored: [...stored],
  damaged: [],
  tombstones: [],
  unconfirmed: [],
  unreadable: [],
  unfetched: [],
  storedByNewer: [],
  removedByNewer: [],
  ...given,
});
export const copyOf = (hoursAgo: number, id = 'b1', more: object = {}): StoredBackup =>
  build.aStored({ backupId: id, date: at(hoursAgo * build.hourMs), ...more });

/** Listed in Home Assistant, so many hours old. */
export const backupsOf = (...ages: readonly (readonly [id: string, hoursAgo: number])[]): Home['backups'] =>
  ages.map(([id, hours]) => ({
    id,
    name: id,
    date: at(hours * build.hourMs),
    kind: 'automatic',
    copies: [],
    addons: [],
    folders: [],
    failed: { agents: [], addons: [], folders: [] },
  }));

export const runEnd = (
  minutesAgo: number,
  outcome: 'done' | 'warnings' | 'failed' | 'cancelled',
  code?: ErrorCode,
): HistoryEntry[] => [
  { kind: 'run-start', at: at((minutesAgo + 1) * build.minuteMs), run: `r${minutesAgo}`, trigger: 'schedule' },
  {
    kind: 'run-end',
    at: at(minutesAgo * build.minuteMs),
    run: `r${minutesAgo}`,
    outcome,
    stored: 0,
    pruned: 0,
    ...(code && { code }),
  },
];

/** A quiet day: one good copy of this morning, everything seen ten minutes ago. */
export const factsOf = (given: Partial<StatusFacts> = {}): StatusFacts => ({
  settings: settingsOf(),
  gates: openGates(),
  look: { home: homeSide(), cloud: cloudSide([copyOf(7)]) },
  history: [],
  running: undefined,
  now: build.now,
  ...given,
});
export const gates = (given: Partial<Gates>): { gates: Gates } => ({ gates: { ...openGates(), ...given } });
export const stored = (...copies: StoredBackup[]): { look: LastLook } => ({
  look: { home: homeSide(), cloud: cloudSide(copies) },
});
export const aged = (hours: number, recurrence: Home['recurrence'] = 'daily'): { look: LastLook } => ({
  look: { home: homeSide({ recurrence }), cloud: cloudSide([copyOf(hours)]) },
});
export const running = { running: { pid: 4711, since: at(build.minuteMs) } };
export const needsUser = (code: ErrorCode) => gates({ appleNeedsUser: { code, since: at(build.dayMs) } });
export const lastRun = (code: ErrorCode, minutesAgo = 5) => ({ history: runEnd(minutesAgo, 'failed', code) });
