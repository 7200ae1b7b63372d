import { z } from 'zod';
import { bytes, idIn, isMoment, nameIn, Oddities, record } from './listed-entries.ts';

/**
 * Shapes of the Backup API, 2025.1 to 2026.11 (facts#backup-entries, recorded exchanges). Only what is used is read: sets
 * stay open, and what nobody may keep (the encryption key) is dropped while parsing.
 */

/** What stands for a text that could not be read. */
export const unknown = 'unknown';

/** `get_config`. One odd field costs itself alone; who needs it refuses to go on without. */
export const coreConfigSchema = z.object({
  /** Undefined: not told in a way that can be read, so nothing may be concluded from what is missing. */
  components: z
    .array(z.unknown())
    .transform((names) => names.filter((name) => typeof name === 'string'))
    .optional()
    .catch(undefined),
  // Whatever somebody typed there; the connection does not depend on it.
  location_name: z.string().catch(''),
  state: z.string().catch(unknown),
  version: z.string().catch(unknown),
  recovery_mode: z.boolean().optional().catch(undefined),
});
export type CoreConfig = z.infer<typeof coreConfigSchema>;

/** `auth/current_user`. */
export const userSchema = z.object({ is_admin: z.boolean() });

/** `backup/agents/info`. */
export const agentsSchema = z
  .object({ agents: z.array(z.unknown()) })
  .transform(({ agents }) =>
    new Oddities().each(z.object({ agent_id: z.string() }), agents).map((one) => one.agent_id),
  );

const copySchema = z.object({ protected: z.boolean(), size: bytes });
const slugs = z.object({ slug: z.string() });

/** One backup of `backup/info`, with its copies in the newer form. */
export interface ListedItem {
  readonly backup_id: string;
  readonly name: string;
  readonly date: string;
  readonly copies: readonly {
    readonly agentId: string;
    readonly size: number | undefined;
    readonly protected: boolean;
  }[];
  readonly addons: readonly { readonly slug: string }[];
  readonly folders: readonly string[];
  readonly homeassistant_version: string | null;
  readonly extra_metadata: Readonly<Record<string, unknown>>;
  readonly failed_agent_ids: readonly string[];
  readonly failed_addons: readonly { readonly slug: string }[];
  readonly failed_folders: readonly string[];
  readonly with_automatic_settings: boolean | null;
}

/** Undefined where it is not even known which backup it is, or when it was made. */
const readItem = (raw: unknown, odd: Oddities): ListedItem | undefined => {
  const item = record.safeParse(raw).data ?? {};
  const id = idIn(item['backup_id']);
  const date = item['date'];
  if (id === undefined || typeof date !== 'string' || !isMoment(date)) {
    odd.note('entry');
    return undefined;
  }
  return {
    backup_id: id,
    name: nameIn(odd.take(z.string(), item['name'], id), id),
    date,
    copies: copiesOf(item, odd),
    addons: odd.each(slugs, item['addons']),
    folders: odd.each(z.string(), item['folders']),
    homeassistant_version: odd.take(z.string().nullable(), item['homeassistant_version'] ?? null, null),
    extra_metadata: odd.take(record, item['extra_metadata'] ?? {}, {}),
    failed_agent_ids: odd.each(z.string(), item['failed_agent_ids']),
    failed_addons: odd.each(slugs, item['failed_addons']),
    failed_folders: odd.each(z.string(), item['failed_folders']),
    with_automatic_settings: odd.take(z.boolean().nullable(), item['with_automatic_settings'] ?? null, null),
  };
};

/** A location whose size or protection cannot be read is left out. 2025.1 had one size and protection for all of them. */
const copiesOf = (item: Readonly<Record<string, unknown>>, odd: Oddities): ListedItem['copies'] => {
  if (item['agents'] === undefined) return oldCopiesOf(item, odd);
  return Object.entries(odd.take(record, item['agents'], {})).flatMap(([agentId, raw]) => {
    const copy = copySchema.safeParse(raw).data;
    if (!copy) odd.note(agentId);
    return copy ? [{ agentId, ...copy }] : [];
  });
};

const oldCopiesOf = (item: Readonly<Record<string, unknown>>, odd: Oddities): ListedItem['copies'] => {
  const all = copySchema.partial({ size: true }).safeParse({ protected: item['protected'], size: item['size'] }).data;
  const agentIds = odd.each(z.string(), item['agent_ids']);
  if (!all || agentIds.length === 0) odd.note('entry');
  return all ? agentIds.map((agentId) => ({ agentId, protected: all.protected, size: all.size })) : [];
};

/** `backup/info`. Error of the parser: only where there is no list at all. */
export const infoSchema = z
  .object({
    backups: z.array(z.unknown()),
    agent_errors: z.unknown().optional(),
    /** Missing in 2025.1. */
    state: z.unknown().optional(),
  })
  .transform(({ backups, agent_errors, state }) => {
    const odd = new Oddities();
    const items = new Map<string, ListedItem>();
    let oddEntries = 0;
    for (const raw of backups) {
      const here = new Oddities();
      const item = readItem(raw, here);
      if (here.found || (item && items.has(item.backup_id))) oddEntries += 1;
      if (item && !items.has(item.backup_id)) items.set(item.backup_id, item);
    }
    const errors = odd.take(record, agent_errors, {});
    const told = odd.take(z.string().optional(), state, undefined);
    return {
      backups: [...items.values()],
      // An error in words that cannot be read is an error all the same.
      agent_errors: Object.fromEntries(
        Object.entries(errors).map(([agent, says]) => [agent, typeof says === 'string' ? says : '']),
      ),
      state: told,
      /** Entries of which something could not be read, and whether what stands around them could. */
      odd: oddEntries + (odd.found ? 1 : 0),
    };
  });
export interface BackupInfo {
  readonly backups: readonly ListedItem[];
  readonly agent_errors: Readonly<Record<string, string>>;
  readonly state?: string | undefined;
  readonly odd?: number;
}

const limitsSchema = z.object({ copies: z.number().nullable(), days: z.number().nullable() });

/** Encrypted only where it says so: what cannot be read is no promise. */
const agentSchema = z.object({
  protected: z.boolean().catch(false),
  retention: limitsSchema.nullish().catch(undefined),
});
const oddAgent: z.infer<typeof agentSchema> = { protected: false };

/** `backup/config/info`. The reply holds the encryption key in clear: what leaves this parser only says that there is one. */
export const settingsSchema = z
  .object({
    config: z.object({
      agents: record
        .catch({})
        .transform((agents) =>
          Object.fromEntries(
            Object.entries(agents).map(([agentId, raw]) => [agentId, agentSchema.safeParse(raw).data ?? oddAgent]),
          ),
        ),
      automatic_backups_configured: z.boolean().optional().catch(undefined),
      create_backup: z.object({
        agent_ids: z.array(z.unknown()).transform((ids) => ids.filter((id) => typeof id === 'string')),
        include_all_addons: z.boolean().optional().catch(undefined),
        include_addons: z.array(z.unknown()).nullish().catch(undefined),
        password: z
          .string()
          .nullable()
          .transform((key) => key !== null),
      }),
      retention: limitsSchema.optional().catch(undefined),
      // 2025.1: `{state}`, with a day's name for one day a week.
      schedule: z
        .union([
          z.object({
            recurrence: z.string(),
            days: z.array(z.string()).catch([]),
            time: z.string().nullable().catch(null),
          }),
          z.object({ state: z.string() }),
        ])
        .catch({ recurrence: unknown, days: [], time: null }),
      next_automatic_backup: z.string().nullish().catch(undefined),
    }),
  })
  .transform(({ config }) => ({
    agents: config.agents,
    agentIds: config.create_backup.agent_ids,
    hasKey: config.create_backup.password,
    // What `backup/generate_with_automatic_settings` needs; without an agent it fails and leaves traces
    // (facts#making-a-backup).
    configured: config.create_backup.agent_ids.length > 0 && config.automatic_backups_configured !== false,
    /** Since 2025.4; asked for where it is told, refused elsewhere. */
    tellsConfigured: config.automatic_backups_configured !== undefined,
    choosesApps:
      config.create_backup.include_all_addons === true || (config.create_backup.include_addons ?? []).length > 0,
    retention: config.retention,
    recurrence: 'recurrence' in config.schedule ? config.schedule.recurrence : config.schedule.state,
    /** Undefined in 2025.1, where the name of a day is all of it. */
    timing: 'recurrence' in config.schedule ? { days: config.schedule.days, time: config.schedule.time } : undefined,
    next: config.next_automatic_backup ?? undefined,
  }));
export type BackupSettings = z.infer<typeof settingsSchema>;

/** The same reply for the two uses of the key: straight back to Home Assistant as `password` of a new backup, and the proof that it opens those that come down. */
export const keySchema = z
  .object({ config: z.object({ create_backup: z.object({ password: z.string().nullable() }) }) })
  .transform(({ config }) => config.create_backup.password ?? undefined);

/** `backup/subscribe_events`. Upload events (2026.4) have no state, stage or reason. */
export const managerEventSchema = z.object({
  manager_state: z.string(),
  state: z.string().nullish().catch(undefined),
  stage: z.string().nullish().catch(undefined),
  reason: z.string().nullish().catch(undefined),
});
export type ManagerEvent = z.infer<typeof managerEventSchema>;

/** `backup/generate` and its automatic sister. */
export const jobSchema = z.object({ backup_job_id: z.string() });

/** First event of `system_health/info`. */
export const systemHealthSchema = z.object({
  type: z.literal('initial'),
  data: z.object({ homeassistant: z.object({ info: z.object({ installation_type: z.string() }) }) }),
});
