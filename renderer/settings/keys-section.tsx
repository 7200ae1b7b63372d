import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { BackupKeyDialog } from '../choices/backup-key.tsx';
import type { Described } from '../../src/shared/contract/described.ts';
import type { KeyCheck, KeyList } from '../../src/shared/keys.ts';
import { formatMoment } from '../../src/messages/dates.ts';
import { messages } from '../../src/messages/windows.ts';
import { SettingsSection } from './section.tsx';

interface KeysSectionProps {
  /** A run may learn more of keys: they are read again after it. */
  readonly finished: string | undefined;
  readonly busy: boolean;
}

/** What is known of the keys of backups, and whether a key or kit at hand opens them. No key is ever shown. */
export const KeysSection = ({ finished, busy }: KeysSectionProps): JSX.Element => {
  const list = useCommand('keys.list');
  const forget = useCommand('keys.forget');
  const known = useSignal<KeyList | null>(null);
  const isAsking = useSignal(false);
  const read = async (): Promise<void> => {
    const answer = await list.run({});
    if (answer.ok) known.value = answer.value;
  };
  useEffect(() => void read(), [finished]);
  return (
    <SettingsSection title={messages.keys.heading}>
      <p class="quiet small">{messages.keys.lead}</p>
      {list.problem && <ProblemCard problem={list.problem} actions={null} isMain={false} />}
      {known.value && (
        <Known
          list={known.value}
          pending={forget.pending}
          onForget={async (at) => {
            const answer = await forget.run({ at });
            if (answer.ok) known.value = answer.value;
          }}
        />
      )}
      {forget.problem && <ProblemCard problem={forget.problem} alert actions={null} isMain={false} />}
      <Checked busy={busy} isAsking={isAsking.value} onAsk={(asks) => (isAsking.value = asks)} onChecked={read} />
    </SettingsSection>
  );
};

const today = (iso: string): string => formatMoment(iso, new Date()) ?? '';

interface KnownProps {
  readonly list: KeyList;
  readonly pending: boolean;
  readonly onForget: (at: string) => Promise<void>;
}

const Known = ({ list, pending, onForget }: KnownProps): JSX.Element => {
  const { present, remembered, changedSince, copies } = list;
  if (!present && remembered.length === 0) return <p>{messages.keys.none}</p>;
  return (
    <>
      {present && (
        <div class="stack-tight">
          <span>{messages.keys.present}</span>
          <span class="quiet small">{openingText(present, copies)}</span>
        </div>
      )}
      {remembered.map((key) => (
        <div key={key.at} class="line-apart">
          <div class="stack-tight settings-grow">
            <span>
              {(key.isPresent === true ? messages.keys.rememberedPresent : messages.keys.remembered)(today(key.at))}
            </span>
            <span class="quiet small">{openingText(key, copies)}</span>
          </div>
          <Button label={messages.keys.forgetOf(today(key.at))} pending={pending} onClick={() => void onForget(key.at)}>
            {messages.keys.forget}
          </Button>
        </div>
      ))}
      {changedSince !== null && <p class="small">{messages.keys.changed(today(changedSince))}</p>}
    </>
  );
};

type Opening = Pick<KeyList['remembered'][number], 'opens' | 'tried' | 'newest'>;

const openingText = ({ opens, tried, newest }: Opening, copies: number): string => {
  if (tried === 0) return messages.keys.untried;
  if (opens === 0) return messages.keys.opensNone;
  if (newest === true) return messages.keys.opensNewest;
  return newest === null ? messages.keys.opensCount({ opens, copies }) : messages.keys.opensOlder({ opens, copies });
};

interface CheckedProps {
  readonly busy: boolean;
  readonly isAsking: boolean;
  readonly onAsk: (asks: boolean) => void;
  readonly onChecked: () => Promise<void>;
}

/** Checking a key that the user has, or those that are known. */
const Checked = ({ busy, isAsking, onAsk, onChecked }: CheckedProps): JSX.Element => {
  const check = useCommand('keys.check');
  const checked = useSignal<{ readonly found: Described<KeyCheck>; readonly wished: boolean } | null>(null);
  const run = async (key: Parameters<typeof check.run>[0]['key']): Promise<void> => {
    const answer = await check.run(key === undefined ? {} : { key });
    if (!answer.ok) return;
    if (answer.value) {
      // What known keys open stands beside each of them.
      checked.value = key === undefined ? null : { found: answer.value, wished: key.remember };
      onAsk(false);
    }
    await onChecked();
  };
  return (
    <>
      <div role="status">{checked.value && <Result {...checked.value} />}</div>
      {check.problem && !isAsking && <ProblemCard problem={check.problem} alert actions={null} isMain={false} />}
      <div class="line">
        <Button
          icon="key"
          disabled={busy && !check.pending}
          onClick={() => {
            check.forget();
            checked.value = null;
            onAsk(true);
          }}
        >
          {messages.keys.ask}
        </Button>
        <Button
          kind="quiet"
          disabled={busy && !check.pending}
          pending={check.pending && !isAsking}
          onClick={() => void run(undefined)}
        >
          {messages.keys.checkKnown}
        </Button>
      </div>
      {isAsking && (
        <BackupKeyDialog
          title={messages.keys.askTitle}
          lead={messages.keys.askLead}
          confirm={messages.keys.check}
          pending={check.pending}
          problem={check.problem}
          onGiven={(key) => void run(key)}
          onClose={() => onAsk(false)}
        />
      )}
    </>
  );
};

const Result = ({ found, wished }: { readonly found: Described<KeyCheck>; readonly wished: boolean }): JSX.Element => {
  const { keys, copies, changedSince, problem } = found;
  const isKept = keys.some(({ remembered }) => remembered);
  return (
    <div class="stack-tight">
      {copies === 0 && !problem ? (
        <p>{messages.keys.result.noCopies}</p>
      ) : (
        keys.map((key, index) => <p key={index}>{resultText(key, copies)}</p>)
      )}
      {keys.every(({ opens }) => opens === 0) && changedSince !== null && (
        <p>{messages.keys.changed(today(changedSince))}</p>
      )}
      {wished && <p>{isKept ? messages.keys.result.remembered : messages.keys.result.notRemembered}</p>}
      {problem && <ProblemCard problem={problem} tone="warn" actions={null} isMain={false} />}
    </div>
  );
};

const resultText = ({ opens, tried, newest }: Opening, copies: number): string => {
  const words = messages.keys.result;
  if (tried === 0) return words.untried;
  if (opens === 0) return words.none;
  if (newest !== true) return words.older({ opens, copies });
  return opens === copies && copies > 1
    ? words.all
    : `${words.newest}${copies > 1 ? ` ${words.counted({ opens, copies })}` : ''}`;
};
