import type { JSX } from 'preact';
import type { Described } from '../../../src/shared/contract/described.ts';
import type { Salvaged } from '../../../src/shared/salvage.ts';
import { Button } from '../../base/components/button.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import type { Salvageable } from '../../../src/shared/vocabulary.ts';
import { useSignal } from '../../base/signal.ts';
import { givenFrom, KeyFields, useKeyDraft, type KeyDraft } from '../../choices/key-fields.tsx';
import { useCommand } from '../../base/use-command.ts';
import { messages } from '../../../src/messages/windows.ts';
import { formatBytes } from '../../../src/messages/format.ts';

interface OfferProps {
  readonly isBusy: boolean;
  /** Which one is the damaged one. */
  readonly file: Salvageable;
  /** Of the key that is asked for beside it; left out: it is asked for here. */
  readonly draft?: KeyDraft;
}

/** A damaged backup has intact parts: what can be rescued goes to a new file beside it. */
export const SalvageOffer = ({ isBusy, file, draft }: OfferProps): JSX.Element => {
  const { run, pending, problem } = useCommand('backups.salvage');
  const salvaged = useSignal<Described<Salvaged> | null>(null);
  const own = useKeyDraft();
  const words = messages.details.salvage;
  const salvage = async (): Promise<void> => {
    salvaged.value = null;
    const key = givenFrom(draft ?? own);
    const answer = await run({ file, ...(key === undefined ? {} : { key }) });
    if (answer.ok) salvaged.value = answer.value;
  };
  return (
    <div class="well stack-small">
      <p>{words.leads[file]}</p>
      {draft === undefined && <KeyFields draft={own} label={words.key} hint={words.keyHint} />}
      <div>
        <Button icon="shield" pending={pending} disabled={isBusy && !pending} onClick={() => void salvage()}>
          {words.buttons[file]}
        </Button>
      </div>
      {problem && <ProblemCard problem={problem} alert isMain={false} />}
      {salvaged.value && <Rescued salvaged={salvaged.value} />}
    </div>
  );
};

const Rescued = ({ salvaged }: { readonly salvaged: Described<Salvaged> }): JSX.Element => {
  const words = messages.details.salvage;
  return (
    <div class="stack-tight" role="status">
      <span class="line-tight tone-ok toned">
        <Icon name="check" size={16} />
        {words.rescued(salvaged.parts.length, formatBytes(salvaged.bytes))}
      </span>
      <span class="small selectable break">{salvaged.target}</span>
      {salvaged.lost.length > 0 && <span>{words.lost(salvaged.lost.map(({ name }) => name))}</span>}
      {salvaged.problems.map((problem) => (
        <span key={problem.code} class="small">
          {problem.title}
        </span>
      ))}
    </div>
  );
};
