import { isOfCloud } from '../../shared/problems/catalogue.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { HaBackup, Listing } from '../domain/backup.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import type { Needs } from '../context.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { SyncFacts } from '../sync/sync-facts.ts';
import { checkInstance, openFolder } from '../sync/instance-folder.ts';
import { seeFolder } from '../sync/see-folder.ts';
import { problemOf } from '../sync/transfer.ts';
import { openSource, type SourceNeeds } from './open-source.ts';

export type CloudLookNeeds = Needs<'drive' | 'gates' | 'instance' | 'lastLook' | 'settings', 'clock'>;
export type LookNeeds = CloudLookNeeds & SourceNeeds;

export interface BothSides {
  readonly home: { readonly description: HomeDescription; readonly backups: Listing<HaBackup> } | undefined;
  readonly cloud: CloudView | undefined;
  /** Why a side is missing. */
  readonly problems: readonly Problem[];
}

/** Looks at Home Assistant and iCloud now, each for itself: what one refuses does not hide the other. Changes nothing. */
export const lookAtBoth = async (context: LookNeeds, signal: AbortSignal): Promise<BothSides> => {
  const problems: Problem[] = [];
  const note = (thrown: unknown): undefined => {
    problems.push(problemOf(toAppError(thrown)));
  };
  const home = await lookAtHome(context, signal).catch(note);
  const cloud = await lookAtCloud(context, home?.description, signal).catch(note);
  return { home, cloud, problems };
};

const lookAtHome = async (
  context: Needs<'instance'> & SourceNeeds,
  signal: AbortSignal,
): Promise<NonNullable<BothSides['home']>> => {
  const { source } = await openSource(context, context.instance(), signal);
  try {
    const description = await source.describe(signal);
    checkInstance(description, context.instance());
    return { description, backups: await source.list(signal) };
  } finally {
    await source.close();
  }
};

export const lookAtCloud = async (
  context: CloudLookNeeds,
  home: HomeDescription | undefined,
  signal: AbortSignal,
): Promise<CloudView | undefined> => {
  const instance = context.instance();
  const instanceId = instance.instanceId ?? home?.instance?.id;
  // Nothing was ever stored for an instance without an identity.
  if (instanceId === undefined) return undefined;
  const known = (await context.gates.read()).knownCopies[instance.key] ?? 0;
  const drive = await context.drive();
  const { listing } = await openFolder(instance, instanceId, instance.folder, known, drive, signal);
  const { gates, lastLook, ports, settings } = context;
  const seeing = { gates, lastLook, clock: ports.clock, settings: settings.current };
  return await seeFolder(listing, instanceId, drive, seeing, signal);
};

/** The facts of a plan that only shows or only prunes. A side that is missing makes its list incomplete. */
export const factsOf = async (context: Needs<'gates' | 'settings', 'clock'>, sides: BothSides): Promise<SyncFacts> => ({
  home: sides.home?.backups ?? { items: [], complete: false, why: missing(sides, 'ha.list-incomplete') },
  cloud: sides.cloud ?? emptyCloud(missing(sides, 'cloud.failed')),
  settings: context.settings.current,
  gates: await context.gates.read(),
  homeSkewMs: sides.home?.description.clockSkewMs,
  instanceAmbiguous: sides.home?.description.instanceAmbiguous ?? false,
  now: context.ports.clock.now(),
  asked: new Set(),
});

const missing = ({ problems }: BothSides, otherwise: 'ha.list-incomplete' | 'cloud.failed'): AppError => {
  const cloud = isOfCloud(otherwise);
  const problem = problems.find(({ code }) => (cloud ? isOfCloud(code) : code.startsWith('ha.'))) ?? problems[0];
  return problem ? new AppError(problem.code, problem.facts) : new AppError(otherwise);
};

export const emptyCloud = (why: AppError): CloudView => ({
  folder: '',
  complete: false,
  why,
  stored: [],
  damaged: [],
  unconfirmed: [],
  twins: [],
  unreadable: [],
  strange: [],
  tombstones: [],
  storedByNewer: [],
  removedByNewer: [],
  unfetched: [],
  clockSkewMs: undefined,
  marked: true,
  markerUnread: false,
});
