import './tested.css';
import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { BackupKeySlot } from './backup-key-slot.tsx';
import type { TestUse } from './use-test.ts';
import { messages } from '../../src/messages/windows.ts';

const looks = {
  'came-back': { tone: 'ok', icon: 'check' },
  'same-bytes': { tone: 'info', icon: 'info' },
  failed: { tone: 'danger', icon: 'octagon' },
} as const;

/** How a test of a backup came out, until the user closes it. */
export const Tested = ({ use }: { readonly use: TestUse }): JSX.Element => {
  const { problem, tested, close } = use;
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
          {tested.verdict === 'same-bytes' && <OtherKey use={use} name={tested.name} />}
          <Button kind="quiet" label={messages.home.backups.closeTested} onClick={close}>
            {messages.common.close}
          </Button>
        </div>
      )}
      {tested?.verdict === 'failed' && tested.problem && (
        <ProblemCard problem={tested.problem} isMain={false} actions={null} />
      )}
    </>
  );
};

/** None of the known keys opens it: somebody may have the one of then. */
const OtherKey = ({ use, name }: { readonly use: TestUse; readonly name: string }): JSX.Element | null => {
  const { backup } = use;
  const isAsking = useSignal(false);
  const isGiven = useSignal(false);
  if (backup === null) return null;
  return (
    <>
      <Button kind="quiet" icon="key" disabled={use.pending} onClick={() => (isAsking.value = true)}>
        {messages.home.backups.otherKey.open}
      </Button>
      {isAsking.value && (
        <BackupKeySlot
          title={messages.home.backups.otherKey.title}
          lead={messages.home.backups.otherKey.lead(name)}
          confirm={messages.home.backups.otherKey.confirm}
          pending={use.pending}
          problem={use.problem ?? (isGiven.value && !use.pending ? (use.tested?.problem ?? null) : null)}
          onGiven={(key) => {
            isGiven.value = true;
            use.test(backup, key);
          }}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </>
  );
};
