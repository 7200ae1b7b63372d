/** Folder in iCloud Drive before anybody chose one (core/settings/schema.ts). */
export const defaultFolder = 'HomeAssistantBackups';

/** What the user chooses of `HomeAssistantBackups/Home (a1b2c3d4)`: the last part is the instance's own. */
export const baseFolderOf = (folder: string | null | undefined): string | null => {
  const cut = folder?.lastIndexOf('/') ?? -1;
  return cut > 0 ? (folder?.slice(0, cut) ?? null) : null;
};
