import type { OtherComputer } from '../../shared/user-settings.ts';
import type { Context } from '../context.ts';
import type { Manifest } from '../domain/manifest.ts';
import type { Settings } from '../settings/schema.ts';
import type { LastLook } from '../state/last-look.ts';

/** Computers besides this one that stored copies of the shown home, by what was seen last: asks nobody. */
export const otherComputers = async (context: Pick<Context, 'settings' | 'lastLook'>): Promise<OtherComputer[]> =>
  selectOtherComputers(await context.lastLook.read(), await context.settings.load());

/** Pure. By their names; a computer that was renamed has the name that its newest copy says. */
export const selectOtherComputers = (
  { cloud }: Pick<LastLook, 'cloud'>,
  { computerId, adoptedComputers }: Pick<Settings, 'computerId' | 'adoptedComputers'>,
): OtherComputer[] => {
  const copies = new Map<string, Manifest[]>();
  for (const { manifest } of cloud?.stored ?? []) {
    if (manifest.computerId === computerId) continue;
    copies.set(manifest.computerId, [...(copies.get(manifest.computerId) ?? []), manifest]);
  }
  return [...copies]
    .flatMap(([id, stored]) => {
      const newest = stored.reduce((a, b) => (Date.parse(b.confirmedAt) > Date.parse(a.confirmedAt) ? b : a));
      const { computerName: name, confirmedAt: newestAt } = newest;
      return [{ id, name, copies: stored.length, newestAt, adopted: adoptedComputers.includes(id) }];
    })
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
};
