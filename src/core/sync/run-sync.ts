import type { RunReport } from '../../shared/run-report.ts';
import type { Listing, HaBackup } from '../domain/backup.ts';
import { viewFolder, type CloudView } from '../domain/cloud-view.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { unpulledDays } from '../domain/unpulled.ts';
import { throwIfCancelled, toAppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import { checkApple, forgetRemovals, rememberApple, rememberRemoval } from '../state/gates.ts';
import { carryOutPrune, Removals } from './carry-out-prune.ts';
import { createFirst } from './create-first.ts';
import { checkInstance, markFolder, openFolder, resolveInstance, type Place } from './place.ts';
import { noteDown } from './note-down.ts';
import { planPrune, type PrunePlan } from './plan-prune.ts';
import { keepBackups } from './back-off.ts';
import { planSync, type Pull, type SyncFacts } from './plan-sync.ts';
import { RunLog } from './run-log.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { cloudToRemember, homeToRemember, madeSince, rememberedCloud } from './remember-look.ts';
import { adoptAll, takeOver } from './take-over.ts';
import { warnAbout } from './warnings.ts';

/** Without anything new, Apple is looked at once in that time. */
const appleEveryMs = 24 * 3_600_000;

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
    await noteDown(log, async () => {
      await ports.gates.update((gates) => rememberApple(gates, error, ports.clock.now()));
    });
  }
  return log.report(ports.clock.now());
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
  checkApple(await ports.gates.read(), ports.clock.now());
  log.askedApple();
  const { place, cloud } = await openPlace(ports, home, signal);
  const facts = await gather(options, ports, home, backups, cloud);
  const plan = planSync(facts);
  const days = unpulledDays(home.schedule, backups.items, cloud.stored);
  // First: it is the one warning that no later run can make good.
  if (days > 0) log.warn({ code: 'ha.unpulled', facts: { days } });
  warnAbout(facts, plan, log);
  const destination = await ports.destination();
  if (plan.pulls.length > 0) await markFolder(place, home.name, ports.settings.computerId, destination, cloud, signal);
  const context = { ports, place, home, destination, cloud, log };
  const stored = await takeOver(await pullsThatFit(plan.pulls, options, ports, log), context, signal);
  stored.push(...(await adoptAll(plan.prune.adopt, context, signal)));
  const after = { ...facts, cloud: withStored(cloud, stored) };
  if (stored.length === 0) await finish(after, place, ports, log, signal);
  // Nothing is deleted without a note; what is stored stays stored.
  else await noteDown(log, () => finish(after, place, ports, log, signal));
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
  await createFirst(ports, log, signal);
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
  await lastLook.update((look) => ({ ...look, home: homeToRemember(home, backups, now) }));
  if (before) await onMade(madeSince(before, backups.items, now));
};

/** iCloud was full: looks and deletions go on, uploads wait for the user's word, and are tried once a day besides. */
const pullsThatFit = async (
  pulls: readonly Pull[],
  options: RunOptions,
  { gates, clock }: RunPorts,
  log: RunLog,
): Promise<readonly Pull[]> => {
  const { full } = await gates.read();
  const fresh = full && clock.now().getTime() - new Date(full.since).getTime() < appleEveryMs;
  if (!fresh || options.by === 'user' || pulls.length === 0) return pulls;
  log.warn({ code: 'icloud.full', facts: { neededBytes: full.neededBytes, remembered: true } });
  return [];
};

/** A look that finds nothing to do speaks to nobody at Apple's. */
const isNothingNew = async (
  options: RunOptions,
  ports: RunPorts,
  home: HomeDescription,
  backups: Listing<HaBackup>,
): Promise<boolean> => {
  const { cloud: seen } = await ports.lastLook.read();
  const now = ports.clock.now();
  if (options.by === 'user' || options.create || !seen) return false;
  // A look in the future (the clock was set back) proves nothing.
  if (Math.abs(now.getTime() - new Date(seen.at).getTime()) >= appleEveryMs) return false;
  const plan = planSync(await gather(options, ports, home, backups, rememberedCloud(seen)));
  return plan.pulls.length === 0 && !hasWork(plan.prune);
};

const openPlace = async (
  ports: RunPorts,
  home: HomeDescription,
  signal: AbortSignal,
): Promise<{ place: Place; cloud: CloudView }> => {
  const { settings, gates } = ports;
  const identity = await resolveInstance(home, settings.known, ports.destination, signal);
  const { knownCopies } = await gates.read();
  const known = knownCopies[settings.instanceKey] ?? 0;
  const destination = await ports.destination();
  const found = await openFolder(home, identity.instanceId, settings.known.folder, known, destination, signal);
  const place = { ...identity, folder: found.folder };
  await ports.onPlace({ ...place, name: home.name });
  const cloud = viewFolder(found.listing, identity.instanceId);
  await rememberCloud(ports, cloud);
  return { place, cloud };
};

const rememberCloud = async (ports: RunPorts, cloud: CloudView): Promise<void> => {
  await ports.lastLook.update((look) => ({ ...look, cloud: cloudToRemember(cloud, ports.clock.now()) }));
  if (!cloud.complete) return;
  await ports.gates.update((gates) => ({
    ...gates,
    knownCopies: { ...gates.knownCopies, [ports.settings.instanceKey]: cloud.stored.length },
    // Begun and not done: only where the archive is gone is there a rest to finish.
    pruning: gates.pruning.filter((name) => cloud.tombstones.some((copy) => copy.manifestName === name)),
  }));
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
});

const withStored = (cloud: CloudView, stored: readonly StoredBackup[]): CloudView => ({
  ...cloud,
  stored: [...cloud.stored, ...stored],
});

/**
 * Plans the deletions again, now from what is really stored, and looks at iCloud once more before the first one: another
 * computer may have pruned or stored since.
 */
const finish = async (
  facts: SyncFacts,
  place: Place,
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
  const cloud = viewFolder(await destination.list(place.folder, signal), place.instanceId);
  const plan = planPrune({ ...facts, cloud, gates: await ports.gates.read(), now: ports.clock.now() }, []);
  const removals = new Removals();
  const onRemoving = (copy: StoredBackup): Promise<void> => countRemoval(copy, ports, log);
  try {
    await carryOutPrune(plan, { destination, cloud, onRemoving, removals }, signal);
  } finally {
    // Also when it breaks off: else the status would go on counting what is gone.
    await noteDown(log, async () => {
      await ports.gates.update((gates) => forgetRemovals(gates, [...removals.whole]));
      await rememberCloud(ports, removals.after(cloud));
    });
    await ports.onPruned?.(removals.of(plan.remove));
  }
};

const hasWork = ({ remove, duplicates, leftovers, tombstones }: PrunePlan): boolean =>
  [remove, duplicates, leftovers, tombstones].some((work) => work.length > 0);

const countRemoval = async (copy: StoredBackup, { gates, clock }: RunPorts, log: RunLog): Promise<void> => {
  await gates.update((current) => rememberRemoval(current, copy.manifestName, clock.now()));
  log.pruned(copy.manifest.archive);
};
