import './tested.css';
import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import type { TestUse } from './use-test.ts';
import { messages } from '../../src/messages/windows.ts';

const looks = {
  'came-back': { tone: 'ok', icon: 'check' },
  'same-bytes': { tone: 'info', icon: 'info' },
  failed: { tone: 'danger', icon: 'octagon' },
} as const;

/** How a test of a backup came out, until the user closes it. */
export const Tested = ({ use: { problem, tested, close } }: { readonly use: TestUse }): JSX.Element => {
  const look = tested && looks[tested.verdict];
  return (
    <>
      {problem && problem.code !== 'sync.cancelled' && <ProblemCard problem={problem} alert isMain={false} />}
      {tested && look && (
        <div class="tested" role="status">
          <span class={`line-tight toned tone-${look.tone}`}>
            <Icon name={look.icon} size={16} />
            {messages.home.backups.tested[tested.verdict](tested.name)}
          </span>
          <Button kind="quiet" label={messages.home.backups.closeTested} onClick={close}>
            {messages.common.close}
          </Button>
        </div>
      )}
    </>
  );
};
