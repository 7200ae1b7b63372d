import type { BackupList, ListedBackup } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { parseArchiveName } from '../domain/names.ts';
import { goingAt } from '../domain/retention/judge.ts';
import type { Needs } from '../context.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { ownership } from '../sync/own-copies.ts';
import { planSync, type Left, type SyncPlan } from '../sync/plan-sync.ts';
import type { Pull, SyncFacts } from '../sync/sync-facts.ts';
import { cloudToRemember, homeToRemember, madeSince } from '../sync/remember-look.ts';
import {
  copiesInCloud,
  unfetchedProblem,
  type CloudSearchInput,
  type StrangeCopy,
  type CopyNeeds,
} from './copies-in-cloud.ts';
import { madeEntry } from './history-entries.ts';
import { copyVerification } from './copy-verification.ts';
import { factsOf, lookAtBoth, type BothSides, type LookNeeds } from './look.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

type ListNeeds = Needs<'history', 'clock' | 'logger'> & LockNeeds & LookNeeds & CopyNeeds;

/** The search is for `allInstances` alone. */
export interface ListInput extends CloudSearchInput {
  readonly allInstances: boolean;
}

/**
 * Both sides of the shown instance, or everything in iCloud for an empty computer. Newest first. Error besides those of a
 * look: `sync.running`; what was seen last is in the status.
 */
export const listBackups = async (context: ListNeeds, input: ListInput, signal: AbortSignal): Promise<BackupList> => {
  await context.settings.load();
  return await underRunLock(context, { waitMs: patienceMs.look }, signal, (until) =>
    input.allInstances ? listAll(context, input, until) : listOwn(context, until),
  );
};

const listOwn = async (context: ListNeeds, signal: AbortSignal): Promise<BackupList> => {
  const sides = await lookAtBoth(context, signal);
  await rememberBoth(context, sides);
  const facts = await factsOf(context, sides);
  const { baseFolder } = context.settings.current;
  const backups = selectList(facts, baseFolder, context.instance().name);
  return {
    backups,
    problems: [...sides.problems, ...unfetchedProblem(facts.cloud.folder, facts.cloud.unfetched)],
    folder: baseFolder,
  };
};

/** What was seen whole replaces what was seen before; what is new in Home Assistant is told in the history like by a run. */
const rememberBoth = async (context: ListNeeds, { home, cloud }: BothSides): Promise<void> => {
  if (!home?.backups.complete || !cloud?.complete) return;
  const { description, backups } = home;
  const { lastLook, ports, instance } = context;
  const now = ports.clock.now();
  const { home: before } = await lastLook.read();
  await lastLook.update((look) => ({
    ...look,
    home: homeToRemember(description, backups, now, before),
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
  const next = nextOf(plan, facts);
  const stored = facts.cloud.stored.map((copy) => storedEntry(copy, next, base, inHome));
  const damaged = facts.cloud.damaged.map((copy) => damagedEntry(copy, base));
  const inCloud = new Set(stored.map((entry) => entry.id));
  const waiting = [
    ...plan.pulls.map((pull) => pullEntry(pull, instance)),
    ...plan.left.map((left) => leftEntry(left, instance)),
  ];
  return [...stored, ...damaged, ...waiting.filter((entry) => !inCloud.has(entry.id))].sort(newestFirst);
};

const newestFirst = (a: ListedBackup, b: ListedBackup): number =>
  new Date(b.date).getTime() - new Date(a.date).getTime();

/** What the plan does with a stored copy, and why. */
type Next = (copy: StoredBackup) => Pick<ListedBackup, 'next' | 'reason' | 'goes'>;

const nextOf = ({ prune }: SyncPlan, { settings, now }: SyncFacts): Next => {
  const all = prune.verdicts.map(({ stored }) => stored);
  const goes = prune.held ? () => undefined : goingAt(all, settings.retention, ownership(settings), now);
  const verdicts = new Map(prune.verdicts.map((verdict) => [verdict.stored.manifestName, verdict]));
  const going = new Set([...prune.remove, ...prune.duplicates]);
  return (copy) => {
    const verdict = verdicts.get(copy.manifestName);
    const reason = verdict?.reason ?? 'young';
    if (going.has(copy)) return { next: 'delete', reason };
    const at = goes(copy);
    return {
      next: 'keep',
      reason: verdict?.expires ? (prune.held ?? 'later') : reason,
      ...(at === undefined ? {} : { goes: new Date(at).toISOString() }),
    };
  };
};

const storedEntry = (copy: StoredBackup, next: Next, base: string, inHome: ReadonlySet<string>): ListedBackup => ({
  ...manifestEntry(copy, base),
  where: inHome.has(copy.manifest.backupId) ? ['home-assistant', 'icloud'] : ['icloud'],
  ...next(copy),
});

/** Its manifest tells what it was. Nothing of that holds for what is there now. */
const damagedEntry = (copy: StoredBackup, base: string): ListedBackup => ({
  ...manifestEntry(copy, base),
  verification: null,
  reason: 'damaged',
});

const manifestEntry = (copy: StoredBackup, base: string): ListedBackup => ({
  id: copy.manifest.backupId,
  name: copy.manifest.name,
  date: copy.manifest.date,
  size: copy.manifest.size,
  kind: copy.manifest.kind,
  protected: copy.manifest.protected,
  ...(copy.manifest.plainParts && { plainParts: copy.manifest.plainParts }),
  where: ['icloud'],
  instance: copy.manifest.instanceName,
  verification: copyVerification(copy),
  remote: `${base}/${copy.manifest.archive}`,
  haVersion: copy.manifest.haVersion,
  sha256: copy.manifest.sha256,
  computer: copy.manifest.computerName,
  next: 'leave',
  reason: 'stored',
  ...(copy.pinnedAt === undefined ? {} : { pinnedAt: copy.pinnedAt }),
});

const pullEntry = ({ backup, copy }: Pull, instance: string): ListedBackup => ({
  ...homeEntry({ backup }, instance),
  size: copy.size ?? null,
  protected: copy.protected,
  next: 'pull',
  reason: 'new',
});

const leftEntry = (left: Left, instance: string): ListedBackup => ({
  ...homeEntry(left, instance),
  reason: left.reason,
});

const noCopy = { sha256: null, computer: null };

const homeEntry = ({ backup }: Pick<Left, 'backup'>, instance: string): ListedBackup => ({
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
  haVersion: backup.haVersion ?? null,
  ...noCopy,
  next: 'leave',
  reason: '',
});

const listAll = async (context: ListNeeds, input: ListInput, signal: AbortSignal): Promise<BackupList> => {
  const { copies, strange, search, problems } = await copiesInCloud(context, input, signal);
  const known = copies.map(({ base, folder, copy, byNewer }) => ({
    ...manifestEntry(copy, below(base, folder)),
    ...(byNewer ? { reason: storedByNewer } : {}),
  }));
  return {
    backups: [...known, ...strange.flatMap(strangeEntry)].sort(newestFirst),
    problems: [...problems],
    folder: input.baseFolder ?? context.settings.current.baseFolder,
    search,
  };
};

const below = (base: string, folder: string): string => (base === '' ? folder : `${base}/${folder}`);

/** As reason of an entry: this program can show the copy, but it takes the newer one to judge it. */
const storedByNewer = 'stored-by-newer';

/** Also its name may be another than this program gives: then nothing can be said of it. */
const strangeEntry = ({ base, folder, archive, size }: StrangeCopy): ListedBackup[] => {
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
      remote: `${below(base, folder)}/${archive}`,
      haVersion: name.haVersion,
      ...noCopy,
      next: 'leave',
      reason: storedByNewer,
    },
  ];
};
