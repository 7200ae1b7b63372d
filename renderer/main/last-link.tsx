import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../base/components/button.tsx';
import { Moment } from '../base/components/moment.tsx';
import { goTo } from '../base/route.ts';
import { restoredLast } from './restored-last.ts';
import { messages } from '../../src/messages/windows.ts';

/** The way back to what was saved last and is perhaps not through yet. */
export const LastLink = (): JSX.Element | null => {
  const { last } = restoredLast.state.value;
  useEffect(() => void restoredLast.read(), []);
  if (last === null) return null;
  return (
    <div class="card">
      <div class="line-apart">
        <span>
          <span class="strong">{messages.restore.last}</span>{' '}
          <span class="quiet small">
            {last.restored.name}, <Moment iso={last.at} as="when" />
          </span>
        </span>
        <Button onClick={() => goTo('restored')}>{messages.restore.lastOpen}</Button>
      </div>
    </div>
  );
};
