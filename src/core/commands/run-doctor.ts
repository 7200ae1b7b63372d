import { doctorLines, type CheckedLine, type DoctorLine, type DoctorReport } from '../../shared/doctor.ts';
import type { Needs } from '../context.ts';
import { unasked, type Answer } from '../doctor/answer.ts';
import { askCloud, cloudLines, isOfCloud } from '../doctor/cloud.ts';
import { homeInside, type HomeVisit } from '../doctor/home-inside.ts';
import { homeWay } from '../doctor/home-way.ts';
import { askAll, teller, type Asking } from '../doctor/question.ts';
import { thisComputer } from '../doctor/this-computer.ts';
import { reportOf } from '../doctor/verdict.ts';
import { wayOut } from '../doctor/way-out.ts';
import { openHome, type OpenHome } from '../home-assistant/connect.ts';
import { isCode } from '../errors/app-error.ts';
import type { InstanceSettings, Settings } from '../settings/schema.ts';
import { patienceMs } from '../state/run-lock.ts';
import { withStoredToken } from './open-source.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

export type DoctorNeeds = Needs<
  'drive' | 'gates' | 'homeOptions' | 'lastLook' | 'secretStore' | 'settings',
  'clock' | 'environment' | 'folders' | 'freeBytes' | 'loginItem' | 'rcloneLock' | 'resourcesDir' | 'sleepAfter'
> &
  LockNeeds;

const homeLines = doctorLines.filter((line) => line.startsWith('home-'));

export interface DoctorInput {
  /** Also speaks to the destination, and stores and deletes a small file there. */
  readonly asksCloud: boolean;
  /** A list that was just made: what it says of everything but the destination holds, and is not asked again. */
  readonly after?: readonly CheckedLine[];
}

/**
 * Goes over everything that a backup needs, from top to bottom, and says of each whether it is there. Changes nothing, and stands in
 * no run's way. Error: `sync.cancelled`.
 *
 * @param onLine - each line, as soon as it is known
 */
export const runDoctor = async (
  context: DoctorNeeds,
  { asksCloud, after }: DoctorInput,
  onLine: (line: CheckedLine) => void,
  signal: AbortSignal,
): Promise<DoctorReport> => {
  const settings = await context.settings.load();
  const answers = new Map<DoctorLine, Answer>();
  const asking: Asking = { clock: context.ports.clock, answers, onLine };
  if (after) for (const { id, ...answer } of after.filter((line) => !isOfCloud(line))) teller(asking)(id, answer);
  else await askBesideCloud(context, settings, asking, signal);
  if (asksCloud) await askUnderLock(context, settings, asking, signal);
  else for (const line of cloudLines) teller(asking)(line, unasked('when-asked'));
  return reportOf(answers);
};

const askBesideCloud = async (
  context: DoctorNeeds,
  settings: Settings,
  asking: Asking,
  signal: AbortSignal,
): Promise<void> => {
  const { ports, secretStore } = context;
  await askAll(thisComputer({ settings, look: await context.lastLook.read(), secretStore, ports }), asking, signal);
  const [instance] = settings.instances;
  if (instance) await askHome(context, instance, asking, signal);
  else for (const line of homeLines) teller(asking)(line, unasked('broken-before'));
  await askAll(wayOut(settings, ports), asking, signal);
};

/** A run that is under way is left alone: what it does shows how the destination is. */
const askUnderLock = async (
  context: DoctorNeeds,
  settings: Settings,
  asking: Asking,
  signal: AbortSignal,
): Promise<void> => {
  const { knownCopies } = await context.gates.read();
  const [instance] = settings.instances;
  const questions = askCloud({
    settings,
    knownCopies: knownCopies[instance?.key ?? ''] ?? 0,
    drive: () => context.drive(),
    now: context.ports.clock.now(),
  });
  try {
    await underRunLock(context, { waitMs: patienceMs.command }, signal, (until) => askAll(questions, asking, until));
  } catch (error) {
    if (!isCode(error, 'sync.running')) throw error;
    for (const line of cloudLines) teller(asking)(line, unasked('running'));
  }
};

const askHome = async (
  context: DoctorNeeds,
  instance: InstanceSettings,
  asking: Asking,
  signal: AbortSignal,
): Promise<void> => {
  await askAll(
    homeWay(() => context.homeOptions(instance), instance.url),
    asking,
    signal,
  );
  const { questions, close } = visit(context, instance);
  try {
    await askAll(questions, asking, signal);
  } finally {
    await close();
  }
};

const visit = (context: DoctorNeeds, instance: InstanceSettings): HomeVisit =>
  homeInside({
    known: instance,
    createsEveryHours: context.settings.current.schedule.createIfOlderThanHours,
    open: async (signal): Promise<OpenHome> => {
      const connect = async (): Promise<OpenHome> => openHome(await context.homeOptions(instance), signal);
      return (await withStoredToken(context, instance, connect)).home;
    },
  });
