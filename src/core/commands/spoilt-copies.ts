import type { Needs } from '../context.ts';
import type { StoredBackup } from '../domain/manifest.ts';

export type SpoiltNeeds = Needs<'gates' | 'lastLook', 'clock'>;

/**
 * What comes back is not what was stored: from now on the copy is damaged, counts for nothing, and what Home Assistant still
 * has is uploaded again. It is left where it is; if it comes back intact later, it counts again.
 */
export const rememberSpoilt = async ({ gates, lastLook, ports }: SpoiltNeeds, archive: string): Promise<void> => {
  const at = ports.clock.now().toISOString();
  await gates.update((current) => ({ ...current, spoilt: { ...current.spoilt, [archive]: at } }));
  const isIt = ({ manifest }: StoredBackup): boolean => manifest.archive === archive;
  await lastLook.update(({ cloud, ...look }) =>
    cloud
      ? {
          ...look,
          cloud: {
            ...cloud,
            stored: cloud.stored.filter((copy) => !isIt(copy)),
            damaged: [...cloud.damaged, ...cloud.stored.filter(isIt)],
          },
        }
      : look,
  );
};

export const forgetSpoilt = async ({ gates }: SpoiltNeeds, archive: string): Promise<void> => {
  if ((await gates.read()).spoilt[archive] === undefined) return;
  await gates.update((current) => ({
    ...current,
    spoilt: Object.fromEntries(Object.entries(current.spoilt).filter(([name]) => name !== archive)),
  }));
};
