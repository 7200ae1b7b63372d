import { z } from 'zod';
import { restoreResultSchema } from './status.ts';

/** The backup that was saved to a folder last, and how far somebody is on the way from there. */
export const lastRestoreSchema = z.object({
  restored: restoreResultSchema,
  at: z.iso.datetime(),
  /** Steps that were done, as `way.step`, both counted from 0. */
  ticks: z.array(z.string().max(20)).max(200),
});
export type LastRestore = z.infer<typeof lastRestoreSchema>;
