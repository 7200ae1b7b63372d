import type { BackupList, ListedBackup } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { archiveOfManifest, parseArchiveName } from '../domain/names.ts';
import type { Context } from '../context.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { planSync, type Left, type Pull, type SyncFacts, type SyncPlan } from '../sync/plan-sync.ts';
import { cloudToRemember, homeToRemember, madeSince } from '../sync/remember-look.ts';
import { madeEntry } from './history-entries.ts';
import { askApple, factsOf, lookAtBoth, type BothSides } from './look.ts';
import { underRunLock } from './under-run-lock.ts';

export interface ListInput {
  readonly allInstances: boolean;
  /** Another base folder than the recorded one: on an empty computer nobody knows yet how it was called. */
  readonly baseFolder?: string;
}

/**
 * Both sides of the shown instance, or everything in iCloud for an empty computer. Newest first. Error besides those of a
 * look: `sync.running`; what was seen last is in the status.
 */
export const listBackups = async (context: Context, input: ListInput, signal: AbortSignal): Promise<BackupList> => {
  await context.settings.load();
  return await underRunLock(context, { waitMs: patienceMs.look }, signal, () =>
    input.allInstances ? listAll(context, input.baseFolder, signal) : listOwn(context, signal),
  );
};

const listOwn = async (context: Context, signal: AbortSignal): Promise<BackupList> => {
  const sides = await lookAtBoth(context, signal);
  await rememberBoth(context, sides);
  const facts = await factsOf(context, sides);
  const { baseFolder } = context.settings.current;
  const backups = selectList(facts, baseFolder, context.instance().name);
  return { backups, problems: [...sides.problems], folder: baseFolder };
};

/** What was seen whole replaces what was seen before; what is new in Home Assistant is told in the history like by a run. */
const rememberBoth = async (context: Context, { home, cloud }: BothSides): Promise<void> => {
  if (!home?.backups.complete || !cloud?.complete) return;
  const { description, backups } = home;
  const { lastLook, ports, instance } = context;
  const now = ports.clock.now();
  const { home: before } = await lastLook.read();
  await lastLook.update((look) => ({
    ...look,
    home: homeToRemember(description, backups, now),
    cloud: cloudToRemember(cloud, now),
  }));
  const made = before ? madeSince(before, backups.items, now) : [];
  await noteHistory(context, ...made.map((backup) => madeEntry(backup, instance().key)));
};

/** Pure: both sides of the shown instance as one list, newest first. */
export const selectList = (facts: SyncFacts, baseFolder: string, instance: string): ListedBackup[] => {
  const plan = planSync(facts);
  const base = [baseFolder, facts.cloud.folder].join('/');
  const inHome = new Set(facts.home.items.map((backup) => backup.id));
  const next = nextOf(plan);
  const stored = facts.cloud.stored.map((copy) => storedEntry(copy, next, base, inHome));
  const inCloud = new Set(stored.map((entry) => entry.id));
  const waiting = [
    ...plan.pulls.map((pull) => pullEntry(pull, instance)),
    ...plan.left.map((left) => leftEntry(left, instance)),
  ];
  return [...stored, ...waiting.filter((entry) => !inCloud.has(entry.id))].sort(newestFirst);
};

const newestFirst = (a: ListedBackup, b: ListedBackup): number =>
  new Date(b.date).getTime() - new Date(a.date).getTime();

/** What the plan does with a stored copy, and why. */
type Next = (copy: StoredBackup) => Pick<ListedBackup, 'next' | 'reason'>;

const nextOf = ({ prune }: SyncPlan): Next => {
  const verdicts = new Map(prune.verdicts.map((verdict) => [verdict.stored.manifestName, verdict]));
  const going = new Set([...prune.remove, ...prune.duplicates]);
  return (copy) => {
    const verdict = verdicts.get(copy.manifestName);
    const reason = verdict?.reason ?? 'young';
    if (going.has(copy)) return { next: 'delete', reason };
    return { next: 'keep', reason: verdict?.expires ? (prune.held ?? 'later') : reason };
  };
};

const storedEntry = (copy: StoredBackup, next: Next, base: string, inHome: ReadonlySet<string>): ListedBackup => ({
  ...manifestEntry(copy, base),
  where: inHome.has(copy.manifest.backupId) ? ['home-assistant', 'icloud'] : ['icloud'],
  ...next(copy),
});

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
  /** A newer program stored it and said more of it than this one understands. */
  readonly byNewer: boolean;
}

/** A copy of which only the name and the size are known: its manifest is in a later program's words. */
interface StrangeCopy {
  readonly folder: string;
  readonly archive: string;
  readonly size: number;
}

/**
 * Every confirmed copy below the base folder, whoever stored it, a newer program included. Only copies whose archive is
 * there in its full size. The caller holds the run lock.
 */
export const allCopies = async (
  context: Context,
  baseFolder: string | undefined,
  signal: AbortSignal,
): Promise<CloudCopy[]> => (await lookAtAll(context, baseFolder, signal)).copies;

const lookAtAll = async (
  context: Context,
  baseFolder: string | undefined,
  signal: AbortSignal,
): Promise<{ copies: CloudCopy[]; strange: StrangeCopy[] }> =>
  await askApple(context, async () => {
    const drive = await context.drive(baseFolder);
    const copies: CloudCopy[] = [];
    const strange: StrangeCopy[] = [];
    for (const folder of await drive.folders(signal)) {
      const { files, manifests, newer } = await drive.list(folder, signal);
      const sizes = new Map(files.items.map((file) => [file.name, file.size]));
      for (const [manifestName, found] of manifests) {
        const archive = archiveOfManifest(manifestName) ?? '';
        const size = sizes.get(archive);
        if (found === 'unreadable' || size === undefined) continue;
        const manifest = found === 'newer' ? newer?.get(manifestName) : found;
        if (manifest === undefined) strange.push({ folder, archive, size });
        else if (manifest.archive === archive && manifest.size === size)
          copies.push({ folder, copy: { manifest, manifestName }, byNewer: found === 'newer' });
      }
    }
    return { copies, strange };
  });

const listAll = async (context: Context, baseFolder: string | undefined, signal: AbortSignal): Promise<BackupList> => {
  const base = baseFolder ?? context.settings.current.baseFolder;
  const { copies, strange } = await lookAtAll(context, baseFolder, signal);
  const known = copies.map(({ folder, copy, byNewer }) => ({
    ...manifestEntry(copy, `${base}/${folder}`),
    ...(byNewer ? { reason: storedByNewer } : {}),
  }));
  return {
    backups: [...known, ...strange.flatMap((copy) => strangeEntry(copy, base))].sort(newestFirst),
    problems: [],
    folder: base,
  };
};

/** As reason of an entry: this program can show the copy, but it takes the newer one to judge it. */
const storedByNewer = 'stored-by-newer';

/** Also its name may be another than this program gives: then nothing can be said of it. */
const strangeEntry = ({ folder, archive, size }: StrangeCopy, base: string): ListedBackup[] => {
  const name = parseArchiveName(archive);
  if (!name) return [];
  const { backupId, day, time, kind, instance } = name;
  return [
    {
      id: backupId,
      name: archive,
      date: `${day}T${time.slice(0, 2)}:${time.slice(2)}:00Z`,
      size,
      kind,
      protected: false,
      where: ['icloud'],
      instance,
      verification: null,
      remote: `${base}/${folder}/${archive}`,
      next: 'leave',
      reason: storedByNewer,
    },
  ];
};
