import type { PartKind } from '../../shared/inside.ts';
import { corePart, type BackupJson } from '../archive/backup-json.ts';

export interface PartTitle {
  readonly kind: PartKind;
  /** As people know it: the app's name, the folder's path. */
  readonly title: string;
  readonly version: string | null;
}

/** Folders that Home Assistant saves, as parts of an archive without a table of contents are called (facts#archive-layout). */
const usualFolders = ['ssl', 'share', 'media', 'addons_local'];
/** Mounts and registries of the Supervisor; no table of contents names it. */
export const supervisorPart = 'supervisor';

/** What a part is, by the table of contents; without one by its name. */
export const describePart = (name: string, json: BackupJson | undefined): PartTitle => {
  if (name === corePart) return { kind: 'homeassistant', title: 'Home Assistant', version: versionOf(json) };
  const app = json?.addons.find(({ slug }) => slug === name);
  if (app) return { kind: 'app', title: app.name ?? name, version: app.version ?? null };
  const folder = json?.folders.find((path) => path.replaceAll('/', '_') === name);
  if (folder !== undefined) return { kind: 'folder', title: folder, version: null };
  if (name === supervisorPart) return { kind: 'supervisor', title: name, version: json?.supervisor_version ?? null };
  return { kind: usualFolders.includes(name) ? 'folder' : 'app', title: name, version: null };
};

const versionOf = (json: BackupJson | undefined): string | null => json?.homeassistant?.version ?? null;
