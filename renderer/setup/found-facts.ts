import type { KeepLimits } from '../../src/shared/home-offers.ts';
import type { SetupResult, Status } from '../../src/shared/status.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatMoment } from '../../src/messages/dates.ts';

/** A line of what was found. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** How many backups Home Assistant keeps, or for how long. */
export const keepsText = ({ copies, days }: KeepLimits): string => {
  const limits = [
    ...(copies === null ? [] : [messages.setup.found.keepsCopies(copies)]),
    ...(days === null ? [] : [messages.setup.found.keepsDays(days)]),
  ];
  return limits.length === 0 ? messages.setup.found.keepsAll : limits.join(messages.setup.found.or);
};

const scheduleFacts = (schedule: SetupResult['schedule'], now: Date): readonly Fact[] => {
  if (schedule === null) return [{ name: messages.setup.found.rhythm, value: messages.setup.found.untold }];
  const next = schedule.next === null ? undefined : formatMoment(schedule.next, now);
  return [
    {
      name: messages.setup.found.rhythm,
      value: schedule.automatic ? messages.setup.found.rhythms[schedule.recurrence] : messages.setup.found.off,
    },
    ...(schedule.automatic && next !== undefined ? [{ name: messages.setup.found.next, value: next }] : []),
    { name: messages.setup.found.keeps, value: keepsText({ copies: schedule.keepsCopies, days: schedule.keepsDays }) },
    {
      name: messages.setup.found.encryption,
      value: schedule.protected ? messages.setup.found.encrypted : messages.setup.found.open,
    },
  ];
};

/** What the connection found, line by line. */
export const foundFacts = (result: SetupResult, now: Date): readonly Fact[] => [
  { name: messages.setup.found.address, value: result.url },
  { name: messages.setup.found.version, value: result.version },
  { name: messages.setup.found.install, value: messages.setup.found.installs[result.installType] },
  ...scheduleFacts(result.schedule, now),
  { name: messages.setup.found.backups, value: String(result.backups) },
];

/** The same without the answer of the connection. */
export const knownFacts = (home: Status['home']): readonly Fact[] =>
  home === null
    ? []
    : [
        { name: messages.setup.found.address, value: home.url },
        ...(home.version === null ? [] : [{ name: messages.setup.found.version, value: home.version }]),
        { name: messages.setup.found.backups, value: String(home.backups) },
      ];
