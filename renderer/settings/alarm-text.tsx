import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Button } from '../base/components/button.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { messages } from '../../src/messages/windows.ts';

/** Where Home Assistant takes no automations from other programs: the text for its file, to be copied. */
export const AlarmText = (): JSX.Element => {
  const words = messages.settings.alarm;
  const read = useCommand('alarm.text');
  const copy = useCommand('alarm.copy-text');
  const text = useSignal<readonly string[] | null>(null);
  const isCopied = useSignal(false);
  useEffect(() => {
    void read.run({}).then((answer) => {
      if (answer.ok) text.value = answer.value;
    });
  }, []);
  return (
    <div class="stack-small">
      <p>{words.byHand}</p>
      {text.value !== null && (
        <>
          <pre class="well mono selectable alarm-text" tabIndex={0} role="region" aria-label={words.text}>
            {text.value.join('\n')}
          </pre>
          <div class="line">
            <Button icon="copy" onClick={() => void copy.run({}).then(({ ok }) => (isCopied.value = ok))}>
              {words.copy}
            </Button>
            <span role="status" class="quiet small">
              {isCopied.value ? words.copied : ''}
            </span>
          </div>
        </>
      )}
    </div>
  );
};
