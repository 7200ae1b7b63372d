import { z } from 'zod';
import { problemSchema } from './run-report.ts';
import { partProofs } from './vocabulary.ts';

/** Answer of `salvage`. */
export const salvagedSchema = z.object({
  /** The new backup file. */
  target: z.string(),
  bytes: z.number().nonnegative(),
  id: z.string(),
  name: z.string(),
  /** Of Home Assistant; null where its part is not among those that were rescued. */
  version: z.string().nullable(),
  parts: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      size: z.number().nonnegative(),
      proof: z.enum(partProofs),
    }),
  ),
  /** Parts that are not in the new file. `damaged`: its beginning was found. `missing`: the table of contents names it. */
  lost: z.array(z.object({ name: z.string(), cause: z.enum(['damaged', 'missing']) })),
  /** What the new table of contents was made of: the old one, or what parts, file name and user say. */
  contents: z.enum(['kept', 'reduced', 'made']),
  /** Apps whose version nobody knows: it stands as 0.0.0. */
  versionUnknown: z.array(z.string()),
  problems: z.array(problemSchema),
});
export type Salvaged = z.infer<typeof salvagedSchema>;
