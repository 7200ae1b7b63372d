import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '../base/signal.ts';
import type { LogLine } from '../../src/shared/contract/views.ts';
import { Badge, type Tone } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { Empty, Loading } from '../base/components/empty.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Segments } from '../base/components/radio-group.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useCommand } from '../base/use-command.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatStamp } from '../../src/messages/dates.ts';

/** The newest ones; the files have the rest. */
const most = 400;

const tones = { debug: 'neutral', info: 'neutral', warn: 'warn', error: 'danger' } as const satisfies Record<
  LogLine['level'],
  Tone
>;

type Levels = 'all' | 'warnings';

const isShown = (line: LogLine, levels: Levels, search: string): boolean =>
  (levels === 'all' || line.level === 'warn' || line.level === 'error') &&
  line.text.toLowerCase().includes(search.trim().toLowerCase());

/** For those who look for a fault: the lines as they were written, redacted by main. */
export const LogView = (): JSX.Element => {
  const read = useCommand('activity.log');
  const lines = useSignal<readonly LogLine[] | null>(null);
  const levels = useSignal<Levels>('all');
  const search = useSignal('');
  const load = async (): Promise<void> => {
    const result = await read.run({});
    if (result.ok) lines.value = result.value;
  };
  useEffect(() => void load(), []);
  return (
    <>
      <div class="line-apart log-tools">
        <Segments
          label={messages.activity.levels}
          value={levels.value}
          onChange={(next) => (levels.value = next)}
          choices={[
            { value: 'all', label: messages.activity.allLines },
            { value: 'warnings', label: messages.activity.warnings },
          ]}
        />
        <TextField label={messages.activity.search} value={search.value} onInput={(next) => (search.value = next)} />
        <Button kind="quiet" pending={read.pending} onClick={() => void load()}>
          {messages.activity.refresh}
        </Button>
      </div>
      {read.problem && <ProblemCard problem={read.problem} tone="warn" />}
      {lines.value === null ? (
        read.pending && <Loading text={messages.activity.loading} />
      ) : (
        <Lines lines={lines.value} shown={lines.value.filter((line) => isShown(line, levels.value, search.value))} />
      )}
    </>
  );
};

const Lines = ({
  lines,
  shown,
}: {
  readonly lines: readonly LogLine[];
  readonly shown: readonly LogLine[];
}): JSX.Element => {
  if (shown.length === 0)
    return <Empty icon="search" title={messages.activity.noMatch} hint={messages.activity.noMatchHint} />;
  const newest = shown.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, most);
  return (
    <>
      <p class="quiet small" role="status">
        {messages.activity.lines(newest.length, lines.length)}
      </p>
      {/* A box that scrolls has to be reached by the keyboard. */}
      <div class="card log" tabIndex={0} role="region" aria-label={messages.activity.log}>
        <ul class="mono selectable">
          {newest.map((line, index) => (
            <li key={`${line.at} ${index}`} class="log-line">
              <time class="quiet" dateTime={line.at}>
                {formatStamp(line.at)}
              </time>
              <span>
                <Badge tone={tones[line.level]}>{messages.activity.logLevels[line.level]}</Badge>
              </span>
              <span class="break">{line.text}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
};
