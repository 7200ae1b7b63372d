import type { ErrorCode } from '../../shared/error-codes.ts';
import { isMild } from '../../shared/problems/rules.ts';
import type { Activity, Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import { toldProofs, toldStates, type SensorId, type ToldState } from '../../shared/told-home.ts';

/** All that the sensors are made of. */
export interface SensorFacts {
  readonly status: Status;
  /** What this process does just now; null: nothing. */
  readonly activity: Activity | null;
  /** Bytes of the newest verified copy. */
  readonly newestBytes: number | null;
  /** When a copy was last brought back as a test, and whether that held. */
  readonly lastTest: { readonly at: string; readonly held: boolean } | null;
}

export interface ProblemWords {
  readonly title: string;
  readonly next: string;
}

/** What people read in Home Assistant, in the language of this program. */
export interface SensorWords {
  readonly names: Readonly<Record<SensorId, string>>;
  readonly problem: (problem: Problem) => ProblemWords;
}

type Value = string | number | boolean | null;

interface Sensor {
  readonly type: 'sensor' | 'binary_sensor';
  readonly deviceClass?: 'timestamp' | 'enum' | 'data_size' | 'problem';
  readonly unit?: string;
  readonly icon: string;
  /** Shown by Home Assistant among the details of the device. */
  readonly isDetail?: true;
  /** Null: unknown. */
  state(facts: SensorFacts): Value;
  attributes?(facts: SensorFacts, words: SensorWords): Readonly<Record<string, unknown>>;
}

const megabyte = 1e6;
const gigabyte = 1e9;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The first that is more than something to know. */
const problemOf = ({ status }: SensorFacts): Problem | undefined => status.problems.find((one) => !isMild(one));

/** When it was made; a clock that was ahead makes no copy newer than its upload. */
const madeAt = ({ date, confirmedAt }: NonNullable<Status['newestVerified']>): string =>
  new Date(Math.min(Date.parse(date), Date.parse(confirmedAt))).toISOString();

const table: Readonly<Record<SensorId, Sensor>> = {
  newest_backup: {
    type: 'sensor',
    deviceClass: 'timestamp',
    icon: 'mdi:cloud-check',
    state: ({ status: { newestVerified } }) => newestVerified && madeAt(newestVerified),
  },
  problem: {
    type: 'binary_sensor',
    deviceClass: 'problem',
    icon: 'mdi:alert-circle-outline',
    state: (facts) => problemOf(facts) !== undefined,
    attributes: (facts, { problem }) => {
      const found = problemOf(facts);
      if (!found) return { code: null, text: null, next: null };
      const { title, next } = problem(found);
      return { code: found.code, text: title, next };
    },
  },
  state: {
    type: 'sensor',
    deviceClass: 'enum',
    icon: 'mdi:cloud-sync',
    state: (facts) => stateOf(facts),
    attributes: () => ({ options: toldStates }),
  },
  proof: {
    type: 'sensor',
    deviceClass: 'enum',
    icon: 'mdi:shield-check',
    state: ({ status: { newestVerified } }) => (newestVerified && toldProofs[newestVerified.level]) ?? null,
    attributes: () => ({ options: toldProofs }),
  },
  waiting: { type: 'sensor', icon: 'mdi:tray-full', state: ({ status }) => status.waiting },
  backups: { type: 'sensor', icon: 'mdi:cloud', state: ({ status }) => status.icloud.backups },
  newest_size: {
    type: 'sensor',
    deviceClass: 'data_size',
    unit: 'MB',
    icon: 'mdi:file-cloud',
    state: ({ newestBytes }) => newestBytes && rounded(newestBytes / megabyte, 1),
  },
  total_size: {
    type: 'sensor',
    deviceClass: 'data_size',
    unit: 'GB',
    icon: 'mdi:cloud',
    isDetail: true,
    state: ({ status }) => rounded(status.icloud.bytes / gigabyte, 3),
  },
  last_test: {
    type: 'sensor',
    deviceClass: 'timestamp',
    icon: 'mdi:cloud-download',
    isDetail: true,
    state: ({ lastTest }) => lastTest?.at ?? null,
    attributes: ({ lastTest }) => ({ held: lastTest?.held ?? null }),
  },
  sign_in_ends: {
    type: 'sensor',
    deviceClass: 'timestamp',
    icon: 'mdi:account-clock',
    isDetail: true,
    state: ({ status }) => status.signIn?.until ?? null,
  },
  next_check: {
    type: 'sensor',
    deviceClass: 'timestamp',
    icon: 'mdi:clock-check-outline',
    isDetail: true,
    state: ({ status }) => status.nextRun,
  },
  next_backup: {
    type: 'sensor',
    deviceClass: 'timestamp',
    icon: 'mdi:calendar-clock',
    isDetail: true,
    state: ({ status }) => status.nextBackup,
  },
};

/** What happens now; while nothing does, whether the last run failed. */
const stateOf = ({ activity, status }: SensorFacts): ToldState => {
  if (activity) return phaseOf(activity);
  return status.lastRun?.outcome === 'failed' && status.problems.some((one) => !isMild(one)) ? 'error' : 'idle';
};

/** What a process does, as the sensor `state` says it. */
export const phaseOf = (activity: Activity): ToldState => {
  switch (activity.phase) {
    case 'creating':
    case 'restoring':
      return activity.phase;
    case 'transferring':
      if (activity.upload) return 'uploading';
      // Between the two, or after both, what came is looked at.
      return activity.download ? 'downloading' : 'checking';
    case 'checking':
    case 'listing':
    case 'pruning':
      return 'checking';
    case 'waiting':
    case 'connecting':
      return 'idle';
  }
};

/** One sensor as `update_sensor_states` takes it. */
export interface SensorState {
  readonly type: Sensor['type'];
  readonly unique_id: SensorId;
  readonly state: Value;
  readonly icon: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One sensor as `register_sensor` takes it. */
export interface NewSensor extends SensorState {
  readonly name: string;
  readonly device_class?: string;
  readonly unit_of_measurement?: string;
  readonly entity_category?: 'diagnostic';
}

/** Pure: what each sensor is now. */
export const sensorsOf = (facts: SensorFacts, words: SensorWords): readonly NewSensor[] =>
  (Object.entries(table) as [SensorId, Sensor][]).map(([id, sensor]) => ({
    type: sensor.type,
    unique_id: id,
    name: words.names[id],
    state: sensor.state(facts),
    icon: sensor.icon,
    attributes: sensor.attributes?.(facts, words) ?? {},
    ...(sensor.deviceClass && { device_class: sensor.deviceClass }),
    ...(sensor.unit !== undefined && { unit_of_measurement: sensor.unit }),
    ...(sensor.isDetail && { entity_category: 'diagnostic' as const }),
  }));

/** What an update takes: the name and the kind of a sensor stay as Home Assistant has them. */
export const stateAlone = ({ type, unique_id, state, icon, attributes }: NewSensor): SensorState => ({
  type,
  unique_id,
  state,
  icon,
  attributes,
});

/** At which step a run that failed with this ended, in the words of the sensor `state`. */
export const stageOf = (code: ErrorCode, isOfCloud: boolean): ToldState | null => {
  if (isOfCloud) return 'uploading';
  if (code.startsWith('ha.create')) return 'creating';
  if (code.startsWith('ha.')) return 'downloading';
  return /^(?:archive|proof)\./.test(code) ? 'checking' : null;
};
