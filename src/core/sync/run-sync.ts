import { aProblem } from '../../shared/problems/a-problem.ts';
import type { RunReport } from '../../shared/run-report.ts';
import type { Listing, HaBackup } from '../domain/backup.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import { isOpen } from '../domain/doubts.ts';
import { ignoresEncryption } from '../domain/own-schedule.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { unpulledDays } from '../domain/unpulled.ts';
import { throwIfCancelled, toAppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { Gates } from '../state/gates.ts';
import { dayMs } from '../domain/day.ts';
import { countRemoval, rememberRemoval, within } from '../state/gates.ts';
import { carryOutPrune, noteRemoved, Removals, type Removal } from './carry-out-prune.ts';
import { requestBackup } from './request-backup.ts';
import { checkInstance, markFolder, openFolder, resolveInstance, type InstanceFolder } from './instance-folder.ts';
import { keepIndex } from './keep-index.ts';
import { tolerateDiskErrors } from './tolerate-disk-errors.ts';
import { planPrune, type PrunePlan } from './plan-prune.ts';
import { keepBackups } from './back-off.ts';
import { restOf } from './own-copies.ts';
import { planSync, type SyncPlan } from './plan-sync.ts';
import type { Pull, SyncFacts } from './sync-facts.ts';
import { RunLog } from './run-log.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { cloudToRemember, homeToRemember, madeSince, rememberedCloud } from './remember-look.ts';
import { seeFolder } from './see-folder.ts';
import { adoptAll, transferBackups, withoutFull } from './transfer-backups.ts';
import { warnAbout } from './warnings.ts';

/**
 * One run: look at both sides, plan, pull, check, upload, confirm, prune. It never throws: what went wrong is in the
 * report, together with what was achieved before. The caller holds the run lock.
 */
export const runSync = async (options: RunOptions, ports: RunPorts, signal: AbortSignal): Promise<RunReport> => {
  const log = new RunLog(ports.clock.now());
  try {
    await run(options, ports, log, signal);
  } catch (thrown) {
    const error = toAppError(thrown);
    log.fail(error);
    ports.logger.warn('run ended early', { code: error.code });
  }
  await tolerateDiskErrors(log, () => rememberFailed(ports, log));
  return log.report(ports.clock.now());
};

/** More would say nothing that these do not. */
const rememberedFailures = 100;

/** Why a backup is not stored is told until it is, or until a later attempt ends otherwise. */
const rememberFailed = async ({ lastLook }: RunPorts, { outcomes }: RunLog): Promise<void> => {
  if (outcomes.length === 0) return;
  const tried = new Set(outcomes.map(({ id }) => id));
  const failed = outcomes.flatMap(({ id, problem }) => (problem ? [{ id, problem }] : []));
  await lastLook.update((look) => ({
    ...look,
    failed: [...failed, ...(look.failed ?? []).filter(({ id }) => !tried.has(id))].slice(0, rememberedFailures),
  }));
};

const run = async (options: RunOptions, ports: RunPorts, log: RunLog, signal: AbortSignal): Promise<void> => {
  ports.onActivity({ phase: 'connecting' });
  const home = await meet(options, ports, log, signal);
  ports.onActivity({ phase: 'listing' });
  const backups = await ports.source.list(signal);
  await rememberHome(ports, home, backups);
  if (backups.complete)
    await ports.gates.update((gates) => keepBackups(gates, new Set(backups.items.map(({ id }) => id))));
  if (await isNothingNew(options, ports, home, backups)) return;
  // Home Assistant's first backup will tell who it is: an id of our own would only be in its way.
  if (ports.settings.known.instanceId === null && !home.instance && backups.items.length === 0) return;

  throwIfCancelled(signal);
  await ports.checkDestination();
  log.askedCloud();
  const { place, cloud } = await openPlace(ports, home, backups, signal);
  const facts = await gather(options, ports, home, backups, cloud);
  const plan = planSync(facts);
  const days = unpulledDays(home.schedule, backups.items, cloud.stored);
  // First: it is the one warning that no later run can make good.
  if (days > 0) log.warn(aProblem('ha.unpulled', { days }));
  for (const problem of ignoresEncryption((await ports.lastLook.read()).home?.encryptsSince, backups.items))
    log.warn(problem);
  warnAbout(facts, plan, log);
  const destination = await ports.destination();
  if (plan.pulls.length > 0) {
    const mark = { place, instanceName: home.name, computerId: ports.settings.computerId };
    const problem = await markFolder(mark, destination, cloud, signal);
    if (problem) log.warn(problem);
  }
  const context = { ports, place, home, destination, cloud, log };
  const stored = await transferBackups(await pullsThatFit(plan.pulls, options, ports, log), context, signal);
  stored.push(...(await adoptAll(plan.prune.adopt, context, signal)));
  const after = { ...facts, cloud: withStored(cloud, stored) };
  if (stored.length === 0) await finish(after, place, ports, log, signal);
  // Nothing is deleted without a note; what is stored stays stored.
  else await tolerateDiskErrors(log, () => finish(after, place, ports, log, signal));
  await keepIndex(place.folder, destination, ports, signal);
  await forgetFull(facts, plan, ports);
};

/** Who it is, and then a new backup if it was asked for; where nothing told the one, the other may. */
const meet = async (
  options: RunOptions,
  ports: RunPorts,
  log: RunLog,
  signal: AbortSignal,
): Promise<HomeDescription> => {
  const { source, settings } = ports;
  const home = await source.describe(signal);
  checkInstance(home, settings.known);
  if (!options.create) return home;
  await requestBackup(ports, log, signal);
  if (home.instance) return home;
  const after = await source.describe(signal);
  checkInstance(after, settings.known);
  return after;
};

/** The next run is told which of them are new by what this one saw. */
const rememberHome = async (
  { lastLook, clock, onMade }: RunPorts,
  home: HomeDescription,
  backups: Listing<HaBackup>,
): Promise<void> => {
  const now = clock.now();
  const { home: before } = await lastLook.read();
  await lastLook.update((look) => ({ ...look, home: homeToRemember(home, backups, now, before) }));
  if (before) await onMade(madeSince(before, backups.items, now));
};

/** The cloud was full: looks and deletions go on, uploads wait for the user's word, and are tried once a day besides. */
const pullsThatFit = async (
  pulls: readonly Pull[],
  options: RunOptions,
  { gates, clock, budget }: RunPorts,
  log: RunLog,
): Promise<readonly Pull[]> => {
  const { full } = await gates.read();
  const fresh = full && Math.abs(clock.now().getTime() - new Date(full.since).getTime()) < budget.fullEveryMs;
  if (!fresh || options.by === 'user' || pulls.length === 0) return pulls;
  log.warn(aProblem('cloud.full', { neededBytes: full.neededBytes, remembered: true }));
  return [];
};

/** Nothing waits for room: whether there is any is known again when something needs it. */
const forgetFull = async ({ home, cloud }: SyncFacts, { pulls }: SyncPlan, { gates }: RunPorts): Promise<void> => {
  if (pulls.length === 0 && home.complete && cloud.complete) await gates.update(withoutFull);
};

/** A look that finds nothing to do does not speak to the cloud. */
const isNothingNew = async (
  options: RunOptions,
  ports: RunPorts,
  home: HomeDescription,
  backups: Listing<HaBackup>,
): Promise<boolean> => {
  const { cloud: seen } = await ports.lastLook.read();
  const now = ports.clock.now();
  if (options.by === 'user' || options.create || !seen) return false;
  // Of a backup whose manifest could not be had nothing is known, and nothing is deleted meanwhile.
  const everyMs = seen.unfetched.length > 0 ? ports.budget.openLookEveryMs : ports.budget.lookEveryMs;
  // A look in the future (the clock was set back) proves nothing.
  if (Math.abs(now.getTime() - new Date(seen.at).getTime()) >= everyMs) return false;
  const plan = planSync(await gather(options, ports, home, backups, rememberedCloud(seen, await ports.gates.read())));
  return plan.pulls.length === 0 && !hasWork(plan.prune);
};

const openPlace = async (
  ports: RunPorts,
  home: HomeDescription,
  backups: Listing<HaBackup>,
  signal: AbortSignal,
): Promise<{ place: InstanceFolder; cloud: CloudView }> => {
  const { settings, gates } = ports;
  const ids = backups.items.map(({ id }) => id);
  const identity = await resolveInstance(home, ids, settings.known, ports.destination, signal);
  const { knownCopies } = await gates.read();
  const known = knownCopies[settings.instanceKey] ?? 0;
  const destination = await ports.destination();
  const found = await openFolder(home, identity.instanceId, settings.known.folder, known, destination, signal);
  const place = { ...identity, folder: found.folder };
  await ports.onPlace({ ...place, name: home.name });
  const cloud = await seeFolder(found.listing, identity.instanceId, destination, ports, signal);
  await rememberCloud(ports, cloud);
  return { place, cloud };
};

const rememberCloud = async (ports: RunPorts, cloud: CloudView): Promise<void> => {
  await ports.lastLook.update((look) => ({ ...look, cloud: cloudToRemember(cloud, ports.clock.now()) }));
  if (!cloud.complete) return;
  await ports.gates.update((gates) => ({
    ...gates,
    knownCopies: { ...gates.knownCopies, [ports.settings.instanceKey]: copiesIn(cloud, gates, ports) },
    pruning: stillToFinish(gates, cloud, ports.clock.now()),
  }));
};

/**
 * Deletions that were begun: where the archive is gone there is a rest to finish. A listing may go on showing it for a
 * while, so within a day that says nothing; later it is back in its place.
 */
const stillToFinish = ({ pruning, pruned }: Gates, { tombstones, stored }: CloudView, now: Date): string[] => {
  const shown = within(pruned, dayMs, now).length > 0 ? [...tombstones, ...stored] : tombstones;
  const names = new Set(shown.map(({ manifestName }) => manifestName));
  return pruning.filter((name) => names.has(name));
};

/** Those that are in their places, and those of which nobody knows yet whether they are gone. */
const copiesIn = (cloud: CloudView, { doubts }: Gates, { settings }: RunPorts): number => {
  const rest = restOf({ cloud, settings });
  return cloud.stored.length + Object.values(doubts).filter((doubt) => isOpen(doubt, rest)).length;
};

const gather = async (
  options: RunOptions,
  ports: RunPorts,
  home: HomeDescription,
  backups: Listing<HaBackup>,
  cloud: CloudView,
): Promise<SyncFacts> => ({
  home: backups,
  cloud,
  settings: ports.settings,
  gates: await ports.gates.read(),
  homeSkewMs: home.clockSkewMs,
  instanceAmbiguous: home.instanceAmbiguous,
  now: ports.clock.now(),
  asked: options.asked,
  byHand: options.by === 'user',
});

const withStored = (cloud: CloudView, stored: readonly StoredBackup[]): CloudView => ({
  ...cloud,
  stored: [...cloud.stored, ...stored],
});

/**
 * Plans the deletions again, now from what is really stored, and looks at the cloud once more before the first one: another
 * computer may have pruned or stored since.
 */
const finish = async (
  facts: SyncFacts,
  place: InstanceFolder,
  ports: RunPorts,
  log: RunLog,
  signal: AbortSignal,
): Promise<void> => {
  if (!hasWork(planPrune(facts, []))) {
    await rememberCloud(ports, facts.cloud);
    return;
  }
  ports.onActivity({ phase: 'pruning' });
  const destination = await ports.destination();
  const listing = await destination.list(place.folder, signal);
  const cloud = await seeFolder(listing, place.instanceId, destination, ports, signal);
  const gates = await ports.gates.read();
  const plan = planPrune({ ...facts, cloud, gates, now: ports.clock.now() }, []);
  const removals = new Removals(gates.pruning);
  const onRemoving = (removal: Removal): Promise<void> => noteRemoval(removal, ports, log);
  try {
    await carryOutPrune(plan, { destination, cloud, onRemoving, removals }, signal);
  } finally {
    // Also when it breaks off: else the status would go on counting what is gone.
    await tolerateDiskErrors(log, async () => {
      await ports.gates.update((current) => noteRemoved(current, removals, ports.clock.now()));
      await rememberCloud(ports, removals.after(cloud));
    });
    await ports.onPruned?.(removals.of(plan.remove));
  }
};

const hasWork = ({ remove, duplicates, leftovers, tombstones }: PrunePlan): boolean =>
  [remove, duplicates, leftovers, tombstones].some((work) => work.length > 0);

/** Noted before it is done. Only what was a copy by itself is told. */
const noteRemoval = async (removal: Removal, { gates, clock }: RunPorts, log: RunLog): Promise<void> => {
  const { manifestName } = removal;
  await gates.update((current) =>
    manifestName === undefined
      ? countRemoval(current, clock.now())
      : rememberRemoval(current, manifestName, clock.now()),
  );
  if (removal.expired) log.pruned(removal.expired.manifest.archive);
};
