import type { SetupResult, Status } from '../../src/shared/status.ts';
import { formatMoment } from '../../src/shared/words/format.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';

const words = setupWords.found;

/** A line of what was found. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

const keepsText = ({ keepsCopies, keepsDays }: NonNullable<SetupResult['schedule']>): string => {
  const limits = [
    ...(keepsCopies === null ? [] : [words.keepsCopies(keepsCopies)]),
    ...(keepsDays === null ? [] : [words.keepsDays(keepsDays)]),
  ];
  return limits.length === 0 ? words.keepsAll : limits.join(words.or);
};

const scheduleFacts = (schedule: SetupResult['schedule']): readonly Fact[] => {
  if (schedule === null) return [{ name: words.rhythm, value: words.untold }];
  const next = schedule.next === null ? undefined : formatMoment(schedule.next);
  return [
    { name: words.rhythm, value: schedule.automatic ? words.rhythms[schedule.recurrence] : words.off },
    ...(schedule.automatic && next !== undefined ? [{ name: words.next, value: next }] : []),
    { name: words.keeps, value: keepsText(schedule) },
    { name: words.encryption, value: schedule.protected ? words.encrypted : words.open },
  ];
};

/** What the connection found, line by line. */
export const foundFacts = (result: SetupResult): readonly Fact[] => [
  { name: words.address, value: result.url },
  { name: words.version, value: result.version },
  { name: words.install, value: words.installs[result.installType] },
  ...scheduleFacts(result.schedule),
  { name: words.backups, value: String(result.backups) },
];

/** The same without the answer of the connection. */
export const knownFacts = (home: Status['home']): readonly Fact[] =>
  home === null
    ? []
    : [
        { name: words.address, value: home.url },
        ...(home.version === null ? [] : [{ name: words.version, value: home.version }]),
        { name: words.backups, value: String(home.backups) },
      ];
