import { z } from 'zod';

/** What rclone writes each second (`--stats 1s --use-json-log`); only the keys that are used (facts#rclone-output). */
const statsSchema = z.object({
  stats: z.object({
    bytes: z.number(),
    /** Finished ones. */
    transfers: z.number(),
    errors: z.number().optional(),
    /** Present while a transfer runs. Speeds in bytes per second, since its start and as a moving average. */
    transferring: z
      .array(z.object({ bytes: z.number().optional(), speed: z.number().optional(), speedAvg: z.number().optional() }))
      .optional(),
  }),
});

export type RcloneStats = z.infer<typeof statsSchema>['stats'];

/** Cheap test: nearly all lines are statistics, and most of them are of no interest. */
export const isStatsLine = (line: string): boolean => line.includes('"stats":{');

export const parseStats = (line: string): RcloneStats | undefined => {
  if (!isStatsLine(line)) return undefined;
  try {
    return statsSchema.safeParse(JSON.parse(line)).data?.stats;
  } catch {
    return undefined;
  }
};
