import { messages } from '../messages/messages.ts';
import type { KeyCheck, KeyList } from '../shared/keys.ts';
import { formatLocal } from './dates.ts';
import { prose, type Line } from './prose.ts';
import { renderTable, type Column } from './table.ts';

interface Row {
  readonly number: string;
  readonly name: string;
  readonly since: string;
  readonly opens: number;
  readonly tried: number;
  readonly newest: boolean | null;
}

/** Keys that are known, the remembered ones with the numbers by which they can be forgotten. */
export const keysText = ({ present, remembered, copies, changedSince }: KeyList, width: number): Line[] => {
  const { terminal } = messages;
  const words = terminal.keys;
  const rows: Row[] = [
    ...(present ? [{ ...present, number: '', name: words.names.present }] : []),
    ...remembered.map((key, index) => ({
      ...key,
      number: String(index + 1),
      since: key.at,
      name: key.isPresent === true ? words.rememberedPresent : words.names.remembered,
    })),
  ];
  if (rows.length === 0) return [prose(words.noneKnown)];
  const yesOrNo = (newest: boolean | null): string => {
    if (newest === null) return words.untried;
    return newest ? terminal.common.yes : terminal.common.no;
  };
  const columns: readonly Column<Row>[] = [
    { title: words.columns.number, cell: ({ number }) => number },
    { title: words.columns.since, cell: ({ since }) => formatLocal(since) },
    {
      title: words.columns.opens,
      cell: ({ opens, tried }) => (tried === 0 ? words.untried : words.counted({ opens, copies })),
    },
    { title: words.columns.newest, cell: ({ newest }) => yesOrNo(newest) },
    { title: words.columns.key, cell: ({ name }) => name, movable: true },
  ];
  return [...renderTable(columns, rows, width), ...changeText(changedSince)];
};

/** What was tried now, a sentence for each key. */
export const checkedText = ({ keys, copies, changedSince }: KeyCheck): Line[] => {
  const words = messages.terminal.keys;
  if (copies === 0) return [prose(words.noCopies)];
  const isNone = keys.some(({ opens, tried }) => opens === 0 && tried > 0);
  return [
    ...keys.map((key) => prose(sentence(key, copies))),
    ...(isNone ? [prose(words.wrongKit), ...changeText(changedSince)] : []),
  ];
};

const sentence = ({ from, opens, tried, newest }: KeyCheck['keys'][number], copies: number): string => {
  const words = messages.terminal.keys;
  const name = words.names[from];
  if (tried === 0) return words.untriedYet(name);
  if (opens === 0) return words.opensNone(name);
  return newest === true ? words.opensNewest(name, { opens, copies }) : words.opensOlder(name, { opens, copies });
};

const changeText = (since: string | null): Line[] =>
  since === null ? [] : [prose(messages.terminal.keys.changed(formatLocal(since)))];
