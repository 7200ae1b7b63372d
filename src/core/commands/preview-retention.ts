import type { PruneResult } from '../../shared/status.ts';
import type { Context } from '../context.ts';
import type { RetentionSettings } from '../domain/retention.ts';
import { planSync } from '../sync/plan-sync.ts';
import { describe as describePrune } from './prune-now.ts';
import { readRemembered, rememberedFacts, type Remembered } from './remembered.ts';

/** What a run would delete with these numbers and, if given, these computers in its care, by what was seen last. Asks nobody. */
export const previewRetention = async (
  context: Context,
  retention: RetentionSettings,
  adopted?: readonly string[],
): Promise<PruneResult> => {
  const remembered = await readRemembered(context);
  const settings = adopted ? { ...remembered.settings, adoptedComputers: [...adopted] } : remembered.settings;
  return selectPreview({ ...remembered, settings }, retention);
};

/** Pure. Backups that the same run would store first are taken into account, but not listed: they are no copies yet. */
export const selectPreview = (remembered: Remembered, retention: RetentionSettings): PruneResult => {
  if (!remembered.look.cloud) return { dryRun: true, held: null, backups: [], removed: [] };
  const settings = { ...remembered.settings, retention };
  const { backups, ...rest } = describePrune(planSync(rememberedFacts({ ...remembered, settings })).prune, true);
  return { ...rest, backups: backups.filter(({ archive }) => archive !== '') };
};
