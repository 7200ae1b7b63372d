import { z } from 'zod';

/** Shapes behind `supervisor/api` (facts 8.3), older Supervisors included: sizes in bytes and locations came in 2024 and 2025. */

/** GET `/info`. */
export const supervisorInfoSchema = z.object({ hassos: z.string().nullish(), state: z.string().optional() });

const attributesSchema = z.object({ protected: z.boolean(), size_bytes: z.number().nonnegative().nullish() });

const supervisorItemSchema = z.object({
  slug: z.string(),
  name: z.string(),
  date: z.string(),
  protected: z.boolean(),
  size_bytes: z.number().nonnegative().nullish(),
  /** `null` is the computer's own disk. */
  location: z.string().nullish(),
  location_attributes: z.record(z.string(), attributesSchema).optional(),
  content: z
    .object({ addons: z.array(z.string()).default([]), folders: z.array(z.string()).default([]) })
    .default({ addons: [], folders: [] }),
});
export type SupervisorItem = z.infer<typeof supervisorItemSchema>;

/** GET `/backups`. */
export const supervisorListSchema = z.object({ backups: z.array(supervisorItemSchema) });

/** GET `/backups/<slug>/info`: what the list does not tell. */
export const supervisorDetailsSchema = z.object({
  homeassistant: z.string().nullish(),
  extra: z.record(z.string(), z.unknown()).nullish(),
});
export type SupervisorDetails = z.infer<typeof supervisorDetailsSchema>;

/** POST `/backups/new/full` with `background`. */
export const startedSchema = z.object({ job_id: z.string() });

/** GET `/jobs/<id>`. */
export const supervisorJobSchema = z.object({
  name: z.string(),
  /** The new backup's slug, as soon as it is known. */
  reference: z.string().nullish(),
  stage: z.string().nullish(),
  done: z.boolean().nullish(),
  errors: z.array(z.object({ message: z.string().catch('') })).default([]),
  child_jobs: z.array(z.object({ errors: z.array(z.unknown()).default([]) })).default([]),
});
export type SupervisorJob = z.infer<typeof supervisorJobSchema>;

/** GET `/jobs/info`. */
export const supervisorJobsSchema = z.object({ jobs: z.array(supervisorJobSchema) });

/** Event of `supervisor/subscribe` about the making of a backup, by whomever. */
export const backupJobEventSchema = z.object({
  event: z.literal('job'),
  data: z.object({
    name: z.string().regex(/^backup_manager_(full|partial)_backup$/),
    uuid: z.string(),
    done: z.boolean().nullish(),
  }),
});
