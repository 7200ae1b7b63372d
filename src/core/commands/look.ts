import type { Problem } from '../../shared/run-report.ts';
import type { HaBackup, Listing } from '../domain/backup.ts';
import { viewFolder, type CloudView } from '../domain/cloud-view.ts';
import type { Context } from '../context.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import { checkApple, rememberApple } from '../state/gates.ts';
import type { SyncFacts } from '../sync/plan-sync.ts';
import { checkInstance, openFolder } from '../sync/place.ts';
import { problemOf } from '../sync/transfer.ts';
import { openSource } from './open-source.ts';

export interface BothSides {
  readonly home: { readonly description: HomeDescription; readonly backups: Listing<HaBackup> } | undefined;
  readonly cloud: CloudView | undefined;
  /** Why a side is missing. */
  readonly problems: readonly Problem[];
}

/** Looks at Home Assistant and iCloud now, each for itself: what one refuses does not hide the other. Changes nothing. */
export const lookAtBoth = async (context: Context, signal: AbortSignal): Promise<BothSides> => {
  const problems: Problem[] = [];
  const note = (thrown: unknown): undefined => {
    problems.push(problemOf(toAppError(thrown)));
  };
  const home = await lookAtHome(context, signal).catch(note);
  const cloud = await lookAtCloud(context, home?.description, signal).catch(note);
  return { home, cloud, problems };
};

const lookAtHome = async (context: Context, signal: AbortSignal): Promise<NonNullable<BothSides['home']>> => {
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
  context: Context,
  home: HomeDescription | undefined,
  signal: AbortSignal,
): Promise<CloudView | undefined> => {
  const instance = context.instance();
  const instanceId = instance.instanceId ?? home?.instance?.id;
  // Nothing was ever stored for an instance without an identity.
  if (instanceId === undefined) return undefined;
  return await askApple(context, async () => {
    const known = (await context.gates.read()).knownCopies[instance.key] ?? 0;
    const { listing } = await openFolder(instance, instanceId, instance.folder, known, await context.drive(), signal);
    return viewFolder(listing, instanceId);
  });
};

/** Around every call to Apple that is no run: looks at the gates first and remembers a refusal. */
export const askApple = async <T>(context: Context, ask: () => Promise<T>): Promise<T> => {
  const { gates, ports } = context;
  checkApple(await gates.read(), ports.clock.now());
  try {
    return await ask();
  } catch (thrown) {
    const error = toAppError(thrown);
    await gates.update((current) => rememberApple(current, error, ports.clock.now()));
    throw error;
  }
};

/** The facts of a plan that only shows or only prunes. A side that is missing makes its list incomplete. */
export const factsOf = async (context: Context, sides: BothSides): Promise<SyncFacts> => ({
  home: sides.home?.backups ?? { items: [], complete: false, why: missing(sides, 'ha.list-incomplete') },
  cloud: sides.cloud ?? emptyCloud(missing(sides, 'icloud.failed')),
  settings: context.settings.current,
  gates: await context.gates.read(),
  homeSkewMs: sides.home?.description.clockSkewMs,
  instanceAmbiguous: sides.home?.description.instanceAmbiguous ?? false,
  now: context.ports.clock.now(),
  asked: new Set(),
});

const missing = ({ problems }: BothSides, otherwise: 'ha.list-incomplete' | 'icloud.failed'): AppError => {
  const family = otherwise.split('.')[0] ?? '';
  const problem = problems.find(({ code }) => code.startsWith(`${family}.`)) ?? problems[0];
  return problem ? new AppError(problem.code, problem.facts) : new AppError(otherwise);
};

export const emptyCloud = (why: AppError): CloudView => ({
  folder: '',
  complete: false,
  why,
  stored: [],
  damaged: [],
  unconfirmed: [],
  unreadable: [],
  strange: [],
  tombstones: [],
  storedByNewer: [],
  removedByNewer: [],
  clockSkewMs: undefined,
  marked: true,
});
