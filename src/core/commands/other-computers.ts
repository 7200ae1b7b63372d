import type { OtherComputer } from '../../shared/user-settings.ts';
import type { Needs } from '../context.ts';
import type { Manifest } from '../domain/manifest.ts';
import type { Settings } from '../settings/schema.ts';
import type { LastLook } from '../state/last-look.ts';

/** Computers besides this one that stored copies of the shown home, by what was seen last: asks nobody. */
export const otherComputers = async (context: Needs<'lastLook' | 'settings'>): Promise<OtherComputer[]> =>
  selectOtherComputers(await context.lastLook.read(), await context.settings.load());

/**
 * Pure. By their names; a computer that was renamed has the name that its newest copy says. One in care stays in the list when
 * its copies are gone: what it stores next is in this one's care, too.
 */
export const selectOtherComputers = (
  { cloud }: Pick<LastLook, 'cloud'>,
  { computerId, adoptedComputers }: Pick<Settings, 'computerId' | 'adoptedComputers'>,
): OtherComputer[] => {
  if (!cloud) return [];
  const copies = new Map<string, Manifest[]>(adoptedComputers.map((id) => [id, []]));
  for (const { manifest } of cloud.stored) {
    copies.set(manifest.computerId, [...(copies.get(manifest.computerId) ?? []), manifest]);
  }
  copies.delete(computerId);
  return [...copies]
    .map(([id, stored]) => ({ ...newestOf(stored), id, copies: stored.length, adopted: adoptedComputers.includes(id) }))
    .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '') || a.id.localeCompare(b.id));
};

const newestOf = (stored: readonly Manifest[]): Pick<OtherComputer, 'name' | 'newestAt'> => {
  const [first, ...rest] = stored;
  if (!first) return { name: null, newestAt: null };
  const newest = rest.reduce((a, b) => (Date.parse(b.confirmedAt) > Date.parse(a.confirmedAt) ? b : a), first);
  return { name: newest.computerName, newestAt: newest.confirmedAt };
};
