import type { BackupList, ListedBackup } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { archiveOfManifest } from '../domain/names.ts';
import type { Context } from '../context.ts';
import { planSync, type Left, type Pull, type SyncPlan } from '../sync/plan-sync.ts';
import { askApple, factsOf, lookAtBoth } from './look.ts';

export interface ListInput {
  readonly allInstances: boolean;
  /** Another base folder than the recorded one: on an empty computer nobody knows yet how it was called. */
  readonly baseFolder?: string;
}

/** Both sides of the shown instance, or everything in iCloud for an empty computer. Newest first. */
export const listBackups = async (
  context: Context,
  { allInstances, baseFolder }: ListInput,
  signal: AbortSignal,
): Promise<BackupList> => {
  await context.settings.load();
  if (allInstances) return { backups: await listAll(context, baseFolder, signal), problems: [] };
  const sides = await lookAtBoth(context, signal);
  const facts = await factsOf(context, sides);
  const plan = planSync(facts);
  const base = [context.settings.current.baseFolder, facts.cloud.folder].join('/');
  const inHome = new Set(facts.home.items.map((backup) => backup.id));
  const instance = context.instance().name;
  const stored = facts.cloud.stored.map((copy) => storedEntry(copy, plan, base, inHome));
  const inCloud = new Set(stored.map((entry) => entry.id));
  const waiting = [
    ...plan.pulls.map((pull) => pullEntry(pull, instance)),
    ...plan.left.map((left) => leftEntry(left, instance)),
  ];
  return {
    backups: [...stored, ...waiting.filter((entry) => !inCloud.has(entry.id))].sort(newestFirst),
    problems: [...sides.problems],
  };
};

const newestFirst = (a: ListedBackup, b: ListedBackup): number =>
  new Date(b.date).getTime() - new Date(a.date).getTime();

const storedEntry = (copy: StoredBackup, plan: SyncPlan, base: string, inHome: ReadonlySet<string>): ListedBackup => {
  const verdict = plan.prune.verdicts.find((one) => one.stored.manifestName === copy.manifestName);
  const goes = plan.prune.remove.includes(copy) || plan.prune.duplicates.includes(copy);
  return {
    ...manifestEntry(copy, base),
    where: inHome.has(copy.manifest.backupId) ? ['home-assistant', 'icloud'] : ['icloud'],
    next: goes ? 'delete' : 'keep',
    reason: !goes && verdict?.expires ? (plan.prune.held ?? 'later') : (verdict?.reason ?? 'young'),
  };
};

const manifestEntry = ({ manifest }: StoredBackup, base: string): ListedBackup => ({
  id: manifest.backupId,
  name: manifest.name,
  date: manifest.date,
  size: manifest.size,
  kind: manifest.kind,
  protected: manifest.protected,
  where: ['icloud'],
  instance: manifest.instanceName,
  verification: {
    level: manifest.level,
    defects: manifest.defects.map(({ kind, part }) => `${kind} ${part}`),
    confirmedAt: manifest.confirmedAt,
  },
  remote: `${base}/${manifest.archive}`,
  next: 'leave',
  reason: 'stored',
});

const pullEntry = ({ backup, copy }: Pull, instance: string): ListedBackup => ({
  ...homeEntry({ backup, reason: 'stored' }, instance),
  size: copy.size ?? null,
  protected: copy.protected,
  next: 'pull',
  reason: 'new',
});

const leftEntry = (left: Left, instance: string): ListedBackup => ({
  ...homeEntry(left, instance),
  reason: left.reason,
});

const homeEntry = ({ backup }: Left, instance: string): ListedBackup => ({
  id: backup.id,
  name: backup.name,
  date: backup.date,
  size: backup.copies[0]?.size ?? null,
  kind: backup.kind,
  protected: backup.copies[0]?.protected ?? false,
  where: ['home-assistant'],
  instance,
  verification: null,
  remote: null,
  next: 'leave',
  reason: '',
});

export interface CloudCopy {
  readonly folder: string;
  readonly copy: StoredBackup;
}

/** Every confirmed copy below the base folder, whoever stored it. Only copies whose archive is there in its full size. */
export const allCopies = async (
  context: Context,
  baseFolder: string | undefined,
  signal: AbortSignal,
): Promise<CloudCopy[]> =>
  await askApple(context, async () => {
    const drive = await context.drive(baseFolder);
    const copies: CloudCopy[] = [];
    for (const folder of await drive.folders(signal)) {
      const { files, manifests } = await drive.list(folder, signal);
      const sizes = new Map(files.items.map((file) => [file.name, file.size]));
      for (const [manifestName, manifest] of manifests) {
        if (typeof manifest !== 'object' || archiveOfManifest(manifestName) !== manifest.archive) continue;
        if (sizes.get(manifest.archive) !== manifest.size) continue;
        copies.push({ folder, copy: { manifest, manifestName } });
      }
    }
    return copies;
  });

const listAll = async (
  context: Context,
  baseFolder: string | undefined,
  signal: AbortSignal,
): Promise<ListedBackup[]> => {
  const base = baseFolder ?? context.settings.current.baseFolder;
  const copies = await allCopies(context, baseFolder, signal);
  return copies.map(({ folder, copy }) => manifestEntry(copy, `${base}/${folder}`)).sort(newestFirst);
};
