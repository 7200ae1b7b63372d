import type { JsonObject } from './json.ts';
import type { Backup } from './store.ts';
import type { AddonSpec } from './types.ts';
import type { VersionTraits } from './versions.ts';

const addonInfo = (addon: AddonSpec): JsonObject => ({
  name: addon.name ?? null,
  slug: addon.slug,
  version: addon.version ?? null,
});

/** An item of `backup/info`, as the version shows it. `sizeError` makes the listed size wrong. */
export function managerBackup(
  backup: Backup,
  traits: VersionTraits,
  hidden: readonly string[],
  sizeError: number,
): JsonObject {
  const copies = [...backup.copies].filter(([agent]) => !hidden.includes(agent));
  const sized = copies.map(([agent, copy]) => {
    const status = { protected: copy.protected, size: copy.source.size + sizeError };
    return [agent, status] as const;
  });
  const head = { addons: backup.addons.map(addonInfo), backup_id: backup.id, date: backup.date };
  const content = {
    folders: [...backup.folders],
    homeassistant_included: backup.haVersion !== undefined,
    homeassistant_version: backup.haVersion ?? null,
    name: backup.name,
  };
  const withAutomaticSettings = { with_automatic_settings: backup.withAutomaticSettings };
  if (traits.flatItems) {
    return {
      ...head,
      database_included: backup.databaseIncluded,
      ...content,
      ...(sized[0]?.[1] ?? { protected: false, size: 0 }),
      agent_ids: sized.map(([agent]) => agent),
      failed_agent_ids: [...backup.failedAgents],
      ...withAutomaticSettings,
    };
  }
  return {
    ...head,
    database_included: backup.databaseIncluded,
    extra_metadata: { ...backup.extra },
    ...content,
    agents: Object.fromEntries(sized),
    ...(traits.partsReported ? { failed_addons: backup.failedAddons.map(addonInfo) } : {}),
    failed_agent_ids: [...backup.failedAgents],
    ...(traits.partsReported ? { failed_folders: [...backup.failedFolders] } : {}),
    ...withAutomaticSettings,
  };
}
