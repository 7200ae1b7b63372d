import { z } from 'zod';

/**
 * Shapes of the Backup API, 2025.1 to 2026.11 (facts 3 and 4, recorded exchanges). Only what is used is read: sets stay open,
 * and what nobody may keep (the encryption key) is dropped while parsing.
 */

/** `get_config`. */
export const coreConfigSchema = z.object({
  components: z.array(z.string()),
  location_name: z.string(),
  state: z.string(),
  version: z.string(),
  recovery_mode: z.boolean().optional(),
});
export type CoreConfig = z.infer<typeof coreConfigSchema>;

/** `auth/current_user`. */
export const userSchema = z.object({ is_admin: z.boolean() });

/** `backup/agents/info`. */
export const agentsSchema = z
  .object({ agents: z.array(z.object({ agent_id: z.string() })) })
  .transform(({ agents }) => agents.map((agent) => agent.agent_id));

const copySchema = z.object({ protected: z.boolean(), size: z.number().nonnegative() });

const itemSchema = z
  .object({
    backup_id: z.string(),
    name: z.string(),
    date: z.string(),
    agents: z.record(z.string(), copySchema).optional(),
    // 2025.1: one size and protection for all agents.
    agent_ids: z.array(z.string()).optional(),
    protected: z.boolean().optional(),
    size: z.number().nonnegative().optional(),
    addons: z.array(z.object({ slug: z.string() })),
    folders: z.array(z.string()),
    homeassistant_version: z.string().nullable(),
    extra_metadata: z.record(z.string(), z.unknown()).default({}),
    failed_agent_ids: z.array(z.string()).default([]),
    failed_addons: z.array(z.object({ slug: z.string() })).default([]),
    failed_folders: z.array(z.string()).default([]),
    with_automatic_settings: z.boolean().nullable().default(null),
  })
  .transform(({ agents, agent_ids, protected: isProtected, size, ...rest }) => {
    const all = { protected: isProtected ?? false, size };
    const old = (agent_ids ?? []).map((agentId) => ({ agentId, ...all }));
    const copies = agents ? Object.entries(agents).map(([agentId, copy]) => ({ agentId, ...copy })) : old;
    return { ...rest, copies };
  });
/** One backup of `backup/info`, with its copies in the newer form. */
export type ListedItem = z.infer<typeof itemSchema>;

/** `backup/info`. */
export const infoSchema = z.object({
  backups: z.array(itemSchema),
  agent_errors: z.record(z.string(), z.string()),
  /** Missing in 2025.1. */
  state: z.string().optional(),
});
export type BackupInfo = z.infer<typeof infoSchema>;

const limitsSchema = z.object({ copies: z.number().nullable(), days: z.number().nullable() });

/** `backup/config/info`. The reply holds the encryption key in clear: what leaves this parser only says that there is one. */
export const settingsSchema = z
  .object({
    config: z.object({
      agents: z.record(z.string(), z.object({ protected: z.boolean(), retention: limitsSchema.nullish() })).default({}),
      automatic_backups_configured: z.boolean().optional(),
      create_backup: z.object({
        agent_ids: z.array(z.string()),
        password: z
          .string()
          .nullable()
          .transform((key) => key !== null),
      }),
      retention: limitsSchema,
      // 2025.1: `{state}`, with a day's name for one day a week.
      schedule: z.union([z.object({ recurrence: z.string() }), z.object({ state: z.string() })]),
      next_automatic_backup: z.string().nullish(),
    }),
  })
  .transform(({ config }) => ({
    agents: config.agents,
    agentIds: config.create_backup.agent_ids,
    hasKey: config.create_backup.password,
    // What `backup/generate_with_automatic_settings` needs; without an agent it fails and leaves traces (facts 2).
    configured: config.create_backup.agent_ids.length > 0 && config.automatic_backups_configured !== false,
    retention: config.retention,
    recurrence: 'recurrence' in config.schedule ? config.schedule.recurrence : config.schedule.state,
    next: config.next_automatic_backup ?? undefined,
  }));
export type BackupSettings = z.infer<typeof settingsSchema>;

/** The same reply for the one use of the key: straight back to Home Assistant as `password` of a new backup. */
export const keySchema = z
  .object({ config: z.object({ create_backup: z.object({ password: z.string().nullable() }) }) })
  .transform(({ config }) => config.create_backup.password ?? undefined);

/** `backup/subscribe_events`. Upload events (2026.4) have no state, stage or reason. */
export const managerEventSchema = z.object({
  manager_state: z.string(),
  state: z.string().nullish(),
  stage: z.string().nullish(),
  reason: z.string().nullish(),
});
export type ManagerEvent = z.infer<typeof managerEventSchema>;

/** `backup/generate` and its automatic sister. */
export const jobSchema = z.object({ backup_job_id: z.string() });

/** First event of `system_health/info`. */
export const systemHealthSchema = z.object({
  type: z.literal('initial'),
  data: z.object({ homeassistant: z.object({ info: z.object({ installation_type: z.string() }) }) }),
});
