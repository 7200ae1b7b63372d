import { z } from 'zod';

/** A stored backup that Home Assistant now lists. */
export const placedSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** ISO 8601 as Home Assistant wrote it. */
  date: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  protected: z.boolean(),
  /** Of the Home Assistant that made it. */
  haVersion: z.string().nullable(),
  /** The home that it is of. */
  instanceName: z.string(),
  /** Where it is now; `agent` is Home Assistant's word for the place. */
  home: z.object({ url: z.string(), name: z.string(), version: z.string(), agent: z.string() }),
  /** False: it was there already, and nothing was transferred. */
  uploaded: z.boolean(),
});
export type PlacedResult = z.infer<typeof placedSchema>;
