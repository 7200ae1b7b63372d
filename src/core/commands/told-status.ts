import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import type { TellingMemory } from '../report-home/memory.ts';
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
export const tellingProblems = (settings: Settings, memory: Memory): Problem[] =>
  settings.sensors ? problemsWhileOn(settings, memory) : problemsWhileOff(memory);

const problemsWhileOff = (memory: Memory): Problem[] =>
  memory?.removedThere === undefined ? [] : [aProblem('telling.device-removed')];

const problemsWhileOn = ({ alarm }: Settings, memory: Memory): Problem[] => {
  const { alarmRemovedThere, trouble } = memory ?? {};
  const isTold = trouble === 'telling.no-mobile-app' || trouble === 'telling.alarm-refused';
  const isGone = alarmRemovedThere !== undefined && alarm.afterMinutes === null;
  return [...(isTold ? [aProblem(trouble)] : []), ...(isGone ? [aProblem('telling.alarm-removed')] : [])];
};
