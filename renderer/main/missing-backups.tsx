import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { Card } from '../base/components/card.tsx';
import { now } from '../base/now.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatWhen } from '../../src/messages/dates.ts';

type Missing = WindowState['status']['missing'];

/** Each backup that should be in iCloud and is not, with the reason: the newest in view, the others folded. */
export const MissingBackups = ({
  status: { missing, waiting },
}: {
  readonly status: Pick<WindowState['status'], 'missing' | 'waiting'>;
}): JSX.Element | null => {
  if (missing.length === 0) return null;
  const [shown, folded] = [missing.slice(0, messages.home.missing.shown), missing.slice(messages.home.missing.shown)];
  // The state names only some of very many.
  const others = Math.max(waiting - missing.length, 0);
  return (
    <Card title={messages.home.missing.title}>
      <Named backups={shown} />
      {folded.length > 0 && (
        <details>
          <summary>{messages.home.missing.more(folded.length + others)}</summary>
          <Named backups={folded} />
          {others > 0 && <p class="quiet">{messages.home.missing.others(others)}</p>}
        </details>
      )}
    </Card>
  );
};

const Named = ({ backups }: { readonly backups: Missing }): JSX.Element => (
  <ul class="missing-list selectable">
    {backups.map(({ id, name, date, problem }) => (
      <li key={id}>
        <strong>{formatWhen(date, now.value)}</strong> {name}
        <span class="quiet"> · {problem.title}</span>
      </li>
    ))}
  </ul>
);
