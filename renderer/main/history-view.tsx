import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '../base/signal.ts';
import type { Described } from '../../src/shared/contract/described.ts';
import type { ActivityEntry } from '../../src/shared/contract/views.ts';
import { Tile } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { Card } from '../base/components/card.tsx';
import { Empty, Loading } from '../base/components/empty.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Segments } from '../base/components/radio-group.tsx';
import { now } from '../base/now.ts';
import { useCommand } from '../base/use-command.ts';
import { historyDays, lookOf, type HistoryFilter } from './history-entries.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatClock, formatDate, formatFull } from '../../src/messages/dates.ts';
import { capitalized, formatBytes } from '../../src/messages/format.ts';

const page = 100;

const filters: readonly HistoryFilter[] = ['important', 'backups', 'problems', 'everything'];

/** @param finished - end of the last run: another one brings new entries */
export const HistoryView = ({ finished }: { readonly finished: string | null }): JSX.Element => {
  const read = useCommand('activity.read');
  const entries = useSignal<readonly Described<ActivityEntry>[] | null>(null);
  const filter = useSignal<HistoryFilter>('important');
  useEffect(() => {
    void read.run({}).then((result) => {
      if (result.ok) entries.value = result.value;
    });
  }, [finished]);
  return (
    <>
      <div>
        <Segments
          label={messages.activity.filter}
          value={filter.value}
          onChange={(next) => (filter.value = next)}
          choices={filters.map((value) => ({ value, label: messages.activity[value] }))}
        />
      </div>
      {read.problem && <ProblemCard problem={read.problem} tone="warn" />}
      {entries.value === null ? (
        read.pending && <Loading text={messages.activity.loading} />
      ) : (
        <Days key={filter.value} entries={entries.value} filter={filter.value} />
      )}
    </>
  );
};

const Days = ({
  entries,
  filter,
}: {
  readonly entries: readonly Described<ActivityEntry>[];
  readonly filter: HistoryFilter;
}): JSX.Element => {
  const limit = useSignal(page);
  if (entries.length === 0)
    return <Empty icon="activity" title={messages.activity.emptyHistory} hint={messages.activity.emptyHistoryHint} />;
  const newest = entries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const days = historyDays(newest, filter);
  if (days.length === 0)
    return <Empty icon="search" title={messages.activity.noMatch} hint={messages.activity.noMatchHint} />;
  const shown = daysUpTo(days, limit.value);
  return (
    <>
      {shown.map((day) => (
        <Card key={day.at} title={capitalized(formatDate(day.at, now.value))}>
          <ul class="rows">
            {day.entries.map((entry, index) => (
              <Entry key={`${entry.at} ${index}`} entry={entry} />
            ))}
          </ul>
        </Card>
      ))}
      {shown.length < days.length && (
        <div>
          <Button onClick={() => (limit.value += page)}>{messages.common.showMore}</Button>
        </div>
      )}
    </>
  );
};

/** Whole days, until there are so many entries. */
const daysUpTo = (days: ReturnType<typeof historyDays>, limit: number): ReturnType<typeof historyDays> => {
  let count = 0;
  return days.filter(({ entries }) => {
    const fits = count < limit;
    count += entries.length;
    return fits;
  });
};

const detailsOf = (entry: Described<ActivityEntry>): readonly string[] => {
  if (entry.kind === 'run') return [messages.activity.triggeredBy(entry.trigger)];
  if (entry.kind === 'sign-in') return [];
  return [entry.name, ...(entry.bytes === null ? [] : [formatBytes(entry.bytes)])];
};

const Entry = ({ entry }: { readonly entry: Described<ActivityEntry> }): JSX.Element => {
  const details = detailsOf(entry);
  const { problem } = entry;
  return (
    <li class="entry">
      <Tile {...lookOf(entry)} small />
      <div class="entry-words selectable">
        <div>{messages.activity.entryTitle(entry)}</div>
        {details.length > 0 && <div class="quiet small">{details.join(' · ')}</div>}
        {problem && (
          <div class="small tone-warn toned">
            {problem.title}. {problem.cause}
          </div>
        )}
      </div>
      <time class="quiet small number" dateTime={entry.at} title={formatFull(entry.at)}>
        {formatClock(entry.at)}
      </time>
    </li>
  );
};
