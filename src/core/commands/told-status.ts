import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import { elsewhere, type LeftBehind } from '../report-home/left-behind.ts';
import { alarmTroubles, type TellingMemory } from '../report-home/memory.ts';
import type { Settings } from '../settings/schema.ts';

type Memory = TellingMemory | undefined;

/** Pure: what Home Assistant is told, as the status says it. */
export const tellingOf = ({ alarm, sensors }: Settings, memory: Memory): Status['telling'] => {
  const { device, toldAt, trouble, alarm: kept } = memory ?? {};
  return {
    on: sensors,
    device: device?.name ?? null,
    toldAt: toldAt ?? null,
    trouble: sensors ? (trouble ?? null) : null,
    // Without sensors there is none to wait for; one that was made counts until it is taken away.
    alarm: alarm.afterMinutes === null ? 'off' : (kept?.state ?? (sensors ? 'waiting' : 'off')),
  };
};

/** What its user has to know of it: no backup depends on any of these. */
export const tellingProblems = (settings: Settings, memory: Memory, now: Date): Problem[] => [
  ...(settings.sensors ? problemsWhileOn(settings, memory) : problemsWhileOff(memory)),
  ...leftProblems(settings, memory, now),
];

/** By then the alarm there has spoken for itself; where it was removed by hand, nobody tells us. */
const toldForMs = 14 * 86_400_000;

/** Of the home that is set up nothing has to be said: there it is done. The last one first. */
const leftProblems = ({ instances }: Settings, memory: Memory, now: Date): Problem[] => {
  const left = memory?.leftBehind ?? [];
  const others = instances.reduce<readonly LeftBehind[]>(elsewhere, left);
  return others
    .filter(({ since }) => now.getTime() - Date.parse(since) < toldForMs)
    .map(({ name, url }) => aProblem('telling.left-behind', { name, url }))
    .toReversed();
};

const problemsWhileOff = (memory: Memory): Problem[] =>
  memory?.removedThere === undefined ? [] : [aProblem('telling.device-removed')];

/** What only its user can end; everything else is over sooner or later. */
const told = ['telling.no-mobile-app', ...alarmTroubles] as const;
const isTold = (trouble: TellingMemory['trouble']): trouble is (typeof told)[number] =>
  told.some((code) => code === trouble);

const problemsWhileOn = ({ alarm }: Settings, memory: Memory): Problem[] => {
  const { alarmRemovedThere, trouble } = memory ?? {};
  const isGone = alarmRemovedThere !== undefined && alarm.afterMinutes === null;
  return [...(isTold(trouble) ? [aProblem(trouble)] : []), ...(isGone ? [aProblem('telling.alarm-removed')] : [])];
};
