import type { Clock } from './clock.ts';
import { isObject, type JsonObject } from './json.ts';
import type { AutomaticOptions } from './types.ts';
import type { VersionTraits } from './versions.ts';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** Home Assistant draws a time between 04:45 and 05:45 when none is set. */
const DEFAULT_TIME = '04:45:00';
const DAY_MS = 24 * 3600 * 1000;

export interface CreateSettings {
  agent_ids: string[];
  include_addons: string[] | null;
  include_all_addons: boolean;
  include_database: boolean;
  include_folders: string[] | null;
  name: string | null;
  password: string | null;
}

interface Retention {
  copies: number | null;
  days: number | null;
}

interface Schedule {
  days: string[];
  recurrence: string;
  time: string | null;
}

const noLimits: Retention = { copies: null, days: null };
const noSchedule: Schedule = { days: [], recurrence: 'never', time: null };

const automaticDefaults = {
  configured: true,
  recurrence: 'daily',
  days: [],
  time: null,
  copies: null,
  keepDays: null,
  includeAllAddons: false,
  includeFolders: null,
};

/** The stored backup settings; `render` is the answer of `backup/config/info`, key included. */
export class BackupConfig {
  agents: Record<string, { protected: boolean; retention: Retention | null }> = {};
  configured = false;
  create: CreateSettings;
  retention: Retention = noLimits;
  schedule: Schedule = noSchedule;
  lastAttempted: string | null = null;
  lastCompleted: string | null = null;
  lastCompletedSize: number | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock, key: string | null, automatic: AutomaticOptions | undefined, defaultAgent: string) {
    this.#clock = clock;
    const chosen = { ...automaticDefaults, agents: [defaultAgent], ...automatic };
    this.create = {
      agent_ids: automatic ? chosen.agents : [],
      include_addons: null,
      include_all_addons: chosen.includeAllAddons,
      include_database: true,
      include_folders: chosen.includeFolders,
      name: null,
      password: key,
    };
    if (!automatic) return;
    this.configured = chosen.configured;
    this.retention = { copies: chosen.copies, days: chosen.keepDays };
    this.schedule = { days: chosen.days, recurrence: chosen.recurrence, time: chosen.time };
  }

  /** Whether an automatic backup is encrypted for that agent. */
  isProtected(agent: string): boolean {
    return this.create.password !== null && (this.agents[agent]?.protected ?? true);
  }

  next(): string | null {
    const { recurrence, days, time } = this.schedule;
    if (recurrence === 'never') return null;
    const now = this.#clock.now();
    for (let ahead = 0; ahead <= 7; ahead += 1) {
      const day = new Date(now.getTime() + ahead * DAY_MS);
      const at = new Date(`${day.toISOString().slice(0, 10)}T${time ?? DEFAULT_TIME}Z`);
      const chosen = recurrence === 'daily' || days.includes(WEEKDAYS[at.getUTCDay()] ?? '');
      if (chosen && at > now) return `${at.toISOString().slice(0, 19)}+00:00`;
    }
    return null;
  }

  /**
   * `backup/config/update`: sections can come alone; the caller has checked them. What is missing in limits and schedule is nothing
   * from then on, what is missing in the others stays (tried on 2025.1.4, 2025.2.5 and 2026.11.0).
   */
  update(change: JsonObject): void {
    const { create_backup, retention, schedule, agents, automatic_backups_configured } = change;
    if (isObject(create_backup)) Object.assign(this.create, create_backup);
    if (isObject(retention)) this.retention = { ...noLimits, ...retention };
    if (typeof schedule === 'string') this.schedule = { ...noSchedule, recurrence: schedule };
    else if (isObject(schedule)) this.schedule = { ...noSchedule, ...schedule };
    if (typeof automatic_backups_configured === 'boolean') this.configured = automatic_backups_configured;
    if (!isObject(agents)) return;
    for (const [agent, settings] of Object.entries(agents)) {
      if (!isObject(settings)) continue;
      const limits = isObject(settings['retention']) && { retention: { ...noLimits, ...settings['retention'] } };
      this.agents[agent] = { protected: true, retention: null, ...this.agents[agent], ...settings, ...limits };
    }
  }

  render(traits: VersionTraits): JsonObject {
    const next = { next_automatic_backup: this.next(), next_automatic_backup_additional: false };
    const dates = {
      last_attempted_automatic_backup: this.lastAttempted,
      last_completed_automatic_backup: this.lastCompleted,
    };
    const create_backup: JsonObject = { ...this.create };
    const retention: JsonObject = { ...this.retention };
    if (traits.flatItems) {
      const state = this.schedule.recurrence;
      return { create_backup, ...dates, retention, schedule: { state } };
    }
    return {
      agents: this.#renderAgents(traits),
      ...(traits.partsReported ? { automatic_backups_configured: this.configured } : {}),
      create_backup,
      ...dates,
      ...(traits.errorTranslations ? { last_completed_automatic_backup_size: this.lastCompletedSize } : {}),
      retention,
      schedule: { ...this.schedule },
      ...next,
    };
  }

  #renderAgents(traits: VersionTraits): JsonObject {
    return Object.fromEntries(
      Object.entries(this.agents).map(([agent, settings]): [string, unknown] => {
        const retention = settings.retention && { ...settings.retention };
        return [agent, { protected: settings.protected, ...(traits.partsReported ? { retention } : {}) }];
      }),
    );
  }
}
