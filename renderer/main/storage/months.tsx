import type { JSX } from 'preact';
import { monthsOf } from '../../../src/shared/storage.ts';
import type { ListedBackup } from '../../../src/shared/status.ts';
import { now } from '../../base/now.ts';
import { formatMonth } from '../../../src/messages/dates.ts';
import { formatBytes, formatNumber } from '../../../src/messages/format.ts';
import { messages } from '../../../src/messages/windows.ts';

interface MonthsProps {
  readonly backups: readonly Pick<ListedBackup, 'id' | 'date' | 'size'>[];
}

/** Twelve bars, which are the rows of a table: who cannot see them hears the same. */
export const Months = ({ backups }: MonthsProps): JSX.Element => {
  const words = messages.storage.months;
  const months = monthsOf(backups, now.value);
  const most = Math.max(...months.map(({ bytes }) => bytes), 1);
  return (
    <table class="storage-table storage-months">
      <caption>{words.title}</caption>
      <thead class="quiet small">
        <tr>
          <th scope="col">{words.month}</th>
          <th scope="col">{words.size}</th>
          <th scope="col">{words.count}</th>
        </tr>
      </thead>
      <tbody>
        {months.map(({ month, bytes, count }) => (
          <tr key={month}>
            <th scope="row">{formatMonth(month)}</th>
            <td>
              <div class="storage-size">
                <div class="storage-bar" aria-hidden="true" style={{ inlineSize: `${(100 * bytes) / most}%` }} />
                <span class="number">{count === 0 ? words.none : formatBytes(bytes)}</span>
              </div>
            </td>
            <td class="number">{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
