import type { JSX } from 'preact';
import { command } from '../../base/bridge.ts';
import { Button } from '../../base/components/button.tsx';
import { openSettings } from '../../base/route.ts';
import type { RuleEffect } from './use-rules.ts';
import { messages } from '../../../src/messages/windows.ts';

interface CuresProps {
  readonly rules: readonly RuleEffect[];
  readonly onChoose: () => void;
}

/** iCloud is full: what can be done, each with what it brings and when. */
export const Cures = ({ rules, onChoose }: CuresProps): JSX.Element => {
  const words = messages.storage.cures;
  // The gentlest that frees something.
  const rule = rules.find(({ freed }) => freed > 0);
  return (
    <section class="stack-small" aria-label={words.title}>
      <h3>{words.title}</h3>
      <ol class="storage-cures">
        <li class="line-apart">
          <p>{rule ? words.shorter(rule) : words.nothingShorter}</p>
          {rule && (
            <Button
              onClick={() => {
                onChoose();
                openSettings('backups');
              }}
            >
              {words.shorterDo}
            </Button>
          )}
        </li>
        <li class="line-apart">
          <p>{words.empty}</p>
          <Button icon="external" onClick={() => void command('open', { place: 'cloud-trash' })}>
            {words.emptyDo}
          </Button>
        </li>
        <li class="line-apart">
          <p>{words.buy}</p>
          <Button icon="external" onClick={() => void command('open', { place: 'cloud-web' })}>
            {words.buyDo}
          </Button>
        </li>
      </ol>
    </section>
  );
};
