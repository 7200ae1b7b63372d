import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { HaBackup } from '../domain/backup.ts';
import { localAgentOf } from '../domain/choose-copy.ts';
import { newer } from '../domain/made-at.ts';
import { isAutomatic, keepsTooFew, leavesOpen } from '../domain/own-schedule.ts';
import { isReadable, toOwnSchedule } from '../home-assistant/describe.ts';
import { words } from '../home-assistant/errors.ts';
import type { Inspection } from '../home-assistant/home-source.ts';
import type { OwnSchedule } from '../ports/backup-source.ts';
import { partialProblems } from '../sync/warnings.ts';
import { broken, fine, unasked, warned, warnedIf, type Answer } from './answer.ts';

/** The lines that one look at Home Assistant's backups answers, in their order. */
export const inspectedLines = [
  'home-identity',
  'home-backups',
  'home-list',
  'home-locations',
  'home-schedule',
  'home-encryption',
  'home-retention',
  'home-newest',
] as const;

type Inspected = Readonly<Record<(typeof inspectedLines)[number], Answer>>;

/**
 * What is wrong with Home Assistant's backups, line by line. Pure.
 *
 * @param createsEveryHours - this computer asks for backups itself: Home Assistant's own schedule then need not
 */
export const readInspection = (found: Inspection, createsEveryHours: number | null): Inspected => {
  const { listing, locations, settings } = found;
  const schedule = settings && toOwnSchedule(settings);
  const newest = newestOf(listing.items);
  const hasNowhere = locations && localAgentOf(locations.present) === undefined;
  return {
    'home-identity': found.instanceAmbiguous ? warned(aProblem('ha.instance-ambiguous')) : fine(),
    'home-backups': hasNowhere ? broken(aProblem('ha.no-agent')) : fine(),
    'home-list': listAnswer(found),
    'home-locations': locations
      ? warnedIf(locationProblems(found), { count: locations.present.length })
      : unasked('untold'),
    'home-schedule': scheduleAnswer(schedule, createsEveryHours),
    'home-encryption': (schedule ?? newest) ? warnedIf(leavesOpen(schedule, listing.items)) : unasked('untold'),
    'home-retention': schedule ? warnedIf(keepsTooFew(schedule), keptFacts(schedule)) : unasked('untold'),
    'home-newest': newest
      ? warnedIf(partialProblems(newest), { name: newest.name, date: newest.date })
      : unasked('nothing-yet'),
  };
};

export const newestOf = <T extends Pick<HaBackup, 'date'>>(backups: readonly T[]): T | undefined =>
  backups.toSorted((one, other) => newer(Date.parse(one.date), Date.parse(other.date)))[0];

const listAnswer = ({ listing }: Inspection): Answer => {
  if (listing.complete) return fine({ count: listing.items.length });
  const problem = { code: listing.why.code, facts: listing.why.facts };
  return isReadable(listing) ? warned(problem) : broken(problem);
};

/** What other locations say against themselves, and what the automatic backups are meant for and is not there. */
const locationProblems = ({ locations, settings }: Inspection): Problem[] => {
  const { present = [], errors = {} } = locations ?? {};
  const own = localAgentOf(present);
  const failing = Object.keys(errors).filter((agent) => agent !== own);
  const [first] = failing;
  const off = (settings?.agentIds ?? []).filter((agent) => !present.includes(agent));
  return [
    ...(off.length > 0 ? [aProblem('ha.location-off', { locations: off.join(', ') })] : []),
    ...(first === undefined
      ? []
      : [aProblem('ha.location-error', { locations: failing.join(', '), reason: words(errors[first] ?? '') })]),
  ];
};

const scheduleAnswer = (schedule: OwnSchedule | undefined, createsEveryHours: number | null): Answer => {
  const ours = createsEveryHours === null ? {} : { hours: createsEveryHours };
  if (!schedule) return createsEveryHours === null ? unasked('untold') : fine(ours);
  if (isAutomatic(schedule)) return fine({ recurrence: schedule.recurrence });
  return createsEveryHours === null ? warned(aProblem('ha.automatic-off')) : fine(ours);
};

const keptFacts = ({ keeps: { copies, days } }: OwnSchedule): Answer['facts'] => ({
  ...(copies === null ? {} : { copies }),
  ...(days === null ? {} : { days }),
});
