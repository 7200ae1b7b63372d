import { z } from 'zod';
import type { InstanceSettings } from '../settings/schema.ts';

/** A Home Assistant where our device and alarm stayed, for nobody let us take them away. Nothing secret. */
export const leftBehindSchema = z.object({
  url: z.string(),
  name: z.string(),
  /** Its own id, where it has told one. */
  instanceId: z.string().nullable(),
  since: z.iso.datetime(),
});
export type LeftBehind = z.infer<typeof leftBehindSchema>;

/** More would be the homes of years. */
const mostKept = 5;

const leftAt = ({ url, name, instanceId, minted }: InstanceSettings, now: Date): LeftBehind => ({
  url,
  name,
  instanceId: minted ? null : instanceId,
  since: now.toISOString(),
});

/** By its own id where both have one, else by its address. */
const isAt =
  ({ url, instanceId, minted }: InstanceSettings) =>
  (left: LeftBehind): boolean =>
    left.instanceId !== null && instanceId !== null && !minted ? left.instanceId === instanceId : left.url === url;

export const isLeftAt = (all: readonly LeftBehind[], instance: InstanceSettings): boolean => all.some(isAt(instance));

/** What stays somewhere else. */
export const elsewhere = (all: readonly LeftBehind[], instance: InstanceSettings): LeftBehind[] =>
  all.filter((left) => !isAt(instance)(left));

/** Each home once, the last ones. */
export const withLeft = (all: readonly LeftBehind[], instance: InstanceSettings, now: Date): LeftBehind[] =>
  [...elsewhere(all, instance), leftAt(instance, now)].slice(-mostKept);
