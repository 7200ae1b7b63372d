import type { JSX } from 'preact';
import type { RuleEffect } from './use-rules.ts';
import { formatBytes, formatNumber } from '../../../src/messages/format.ts';
import { messages } from '../../../src/messages/windows.ts';

/** What shorter rules would free. */
export const Rules = ({ rules }: { readonly rules: readonly RuleEffect[] }): JSX.Element | null => {
  const words = messages.storage.rules;
  if (rules.length === 0) return null;
  return (
    <table class="storage-table">
      <caption>{words.title}</caption>
      <thead class="quiet small">
        <tr>
          <th scope="col">{words.rule}</th>
          <th scope="col">{words.kept}</th>
          <th scope="col">{words.frees}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map(({ days, kept, freed }) => (
          <tr key={days}>
            <th scope="row">{words.keep(days)}</th>
            <td class="number">{formatNumber(kept)}</td>
            <td class="number">{formatBytes(freed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
