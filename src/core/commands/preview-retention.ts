import type { PruneResult } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import type { RetentionSettings } from '../domain/retention/policy.ts';
import { planSync } from '../sync/plan-sync.ts';
import { describe as describePrune } from './prune-now.ts';
import { readRemembered, rememberedFacts, type Remembered, type MemoryNeeds } from './remembered.ts';

/** What a run would delete with these numbers and, if given, these computers in its care, by what was seen last. Asks nobody. */
export const previewRetention = async (
  context: MemoryNeeds,
  retention: RetentionSettings,
  adopted?: readonly string[],
): Promise<PruneResult> => {
  const remembered = await readRemembered(context);
  const settings = adopted ? { ...remembered.settings, adoptedComputers: [...adopted] } : remembered.settings;
  return selectPreview({ ...remembered, settings }, retention);
};

/**
 * Pure. Backups that the same run would store first are taken into account, but not listed: they are no copies yet. The
 * numbers hold for longer than what keeps deletions back today: what goes as soon as that is over is `later`.
 */
export const selectPreview = (remembered: Remembered, retention: RetentionSettings): PruneResult => {
  if (!remembered.look.cloud) return { dryRun: true, held: null, backups: [], removed: [] };
  const settings = { ...remembered.settings, retention };
  const plan = planSync(rememberedFacts({ ...remembered, settings })).prune;
  const { backups, ...rest } = describePrune(plan, true);
  const due = new Set(plan.held ? plan.verdicts.filter(({ expires }) => expires).map(archiveOf) : []);
  const copies = backups.filter(({ archive }) => archive !== '');
  return { ...rest, backups: copies.map((copy) => (due.has(copy.archive) ? { ...copy, next: 'later' } : copy)) };
};

const archiveOf = ({ stored }: { readonly stored: StoredBackup }): string => stored.manifest.archive;
