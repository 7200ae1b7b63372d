import { isSameOffer, type HomeOffer, type KeepLimits } from '../../shared/home-offers.ts';
import type { HaBackup } from '../domain/backup.ts';
import { localAgentOf } from '../domain/choose-copy.ts';
import { enoughLimits, wantedDays } from '../domain/own-schedule.ts';
import { unknown, type BackupSettings } from './schemas.ts';

/*
 * What is missing in Home Assistant's backup settings, and the one message that sets it. Pure. Nothing that somebody chose there is an
 * offer: an encryption that was turned off for a location, a key that is there, days of the week.
 */

export interface OfferFacts {
  readonly settings: BackupSettings;
  /** Agents that are there. */
  readonly present: readonly string[];
  readonly backups: readonly Pick<HaBackup, 'kind'>[];
}

export const offersOf = (facts: OfferFacts): HomeOffer[] => {
  if (localAgentOf(facts.present) === undefined) return [];
  const schedule = scheduleOffer(facts);
  const recurrence = schedule.length > 0 ? 'daily' : facts.settings.recurrence;
  return [...schedule, ...encryptionOffer(facts), ...retentionOffer(facts, recurrence)];
};

const scheduleOffer = (facts: OfferFacts): HomeOffer[] => {
  const { configured, recurrence } = facts.settings;
  const isOn = configured && recurrence !== 'never';
  // Days that somebody chose stay chosen, and what cannot be read is not touched.
  if (isOn || (recurrence !== 'never' && recurrence !== 'daily')) return [];
  return [{ what: 'schedule', apps: takesApps(facts), keeps: firstLimit(facts) }];
};

/** With a Supervisor nothing is in a backup of its own accord; Home Assistant's own pages begin with all apps, too. */
const takesApps = ({ settings: { agentIds, choosesApps }, present }: OfferFacts): boolean =>
  agentIds.length === 0 && !choosesApps && localAgentOf(present)?.startsWith('hassio.') === true;

/** A disk that fills up is no gift. But a limit deletes: only where there is nothing yet that it could delete. */
const firstLimit = ({ settings: { agentIds, retention }, backups }: OfferFacts): number | null => {
  const isFirst = agentIds.length === 0 && !backups.some(({ kind }) => kind === 'automatic');
  return isFirst && retention?.copies === null && retention.days === null ? wantedDays : null;
};

const encryptionOffer = ({ settings: { hasKey, agents, agentIds }, present }: OfferFacts): HomeOffer[] => {
  const targets = agentIds.length > 0 ? agentIds : present;
  return !hasKey && targets.some((agent) => agents[agent]?.protected !== false) ? [{ what: 'encryption' }] : [];
};

interface Limits {
  readonly agent: string | null;
  readonly limits: KeepLimits | undefined;
}

/** Those that count for its own disk, from where the backups are taken. */
const limitsInForce = ({ agents, agentIds, retention }: BackupSettings): Limits => {
  const local = localAgentOf(agentIds);
  const own = local === undefined ? undefined : agents[local]?.retention;
  return local !== undefined && own ? { agent: local, limits: own } : { agent: null, limits: retention };
};

const retentionOffer = ({ settings }: OfferFacts, recurrence: string): HomeOffer[] => {
  const { agent, limits: from } = limitsInForce(settings);
  if (from === undefined || recurrence === unknown) return [];
  const to = enoughLimits(from, recurrence);
  return from.copies === to.copies && from.days === to.days ? [] : [{ what: 'retention', from, to, agent }];
};

/** Whether all of it is still offered as it was agreed to. */
export const isStillOffered = (wanted: readonly HomeOffer[], offered: readonly HomeOffer[]): boolean =>
  wanted.every((one) => offered.some((other) => isSameOffer(one, other)));

/** Fields of `backup/config/update`. Secret where a key is in it. */
export type ConfigChange = Readonly<Record<string, unknown>>;

/**
 * All of it in one message. A part of the settings that is sent replaces all of that part, but for `create_backup`
 * (facts#backup-settings).
 *
 * @param key - for `encryption`
 */
export const changeFor = (wanted: readonly HomeOffer[], facts: OfferFacts, key: string): ConfigChange => {
  const parts = wanted.map((offer) => partFor(offer, facts, key));
  const created = parts.flatMap(({ create_backup: one }) => (one === undefined ? [] : [one]));
  const whole = parts.reduce<ConfigChange>((all, part) => ({ ...all, ...part }), {});
  return {
    ...whole,
    ...(created.length > 0 && { create_backup: created.reduce<ConfigChange>((all, one) => ({ ...all, ...one }), {}) }),
  };
};

interface ChangePart extends ConfigChange {
  readonly create_backup?: ConfigChange;
}

const partFor = (offer: HomeOffer, facts: OfferFacts, key: string): ChangePart => {
  switch (offer.what) {
    case 'schedule':
      return scheduleChange(offer, facts);
    case 'encryption':
      return { create_backup: { password: key } };
    case 'retention':
      return offer.agent === null ? { retention: offer.to } : { agents: { [offer.agent]: { retention: offer.to } } };
  }
};

type ScheduleOffer = Extract<HomeOffer, { readonly what: 'schedule' }>;

const scheduleChange = ({ apps, keeps }: ScheduleOffer, { settings, present }: OfferFacts): ChangePart => {
  const { agentIds, timing, tellsConfigured } = settings;
  const created = {
    ...(agentIds.length === 0 && { agent_ids: [localAgentOf(present)] }),
    ...(apps && { include_all_addons: true }),
  };
  return {
    ...(Object.keys(created).length > 0 && { create_backup: created }),
    ...(tellsConfigured && { automatic_backups_configured: true }),
    schedule: timing === undefined ? 'daily' : { recurrence: 'daily', ...timing },
    ...(keeps !== null && { retention: { copies: keeps, days: null } }),
  };
};

/** Whether the settings are now as it was agreed. */
export const isSet = (
  wanted: readonly HomeOffer[],
  { configured, recurrence, hasKey, ...settings }: BackupSettings,
): boolean =>
  wanted.every((offer) => {
    switch (offer.what) {
      case 'schedule':
        return (
          configured && recurrence === 'daily' && (offer.keeps === null || settings.retention?.copies === offer.keeps)
        );
      case 'encryption':
        return hasKey;
      case 'retention': {
        const limits = offer.agent === null ? settings.retention : settings.agents[offer.agent]?.retention;
        return limits?.copies === offer.to.copies && limits.days === offer.to.days;
      }
    }
  });
