import './sheet.css';
import type { JSX } from 'preact';
import type { MadeForWindow } from '../../../src/shared/sheet.ts';
import { viewState } from '../../base/bridge.ts';
import { Button } from '../../base/components/button.tsx';
import { Dialog } from '../../base/components/dialog.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import { Tick } from '../../base/components/tick.tsx';
import { useSignal, type Signal } from '../../base/signal.ts';
import { useCommand } from '../../base/use-command.ts';
import { KeyFields, neededFrom, useKeyDraft, type KeyDraft } from '../../choices/key-fields.tsx';
import { messages } from '../../../src/messages/windows.ts';

export interface SheetProps {
  readonly onClose: () => void;
}

type How = 'save' | 'print';

interface SheetUse {
  readonly withKey: Signal<boolean>;
  readonly draft: KeyDraft;
  /** Home Assistant cannot be asked for its key now: the user has it. */
  readonly asksKey: boolean;
  readonly made: MadeForWindow | null;
  readonly saving: ReturnType<typeof useCommand<'sheet.save'>>;
  readonly printing: ReturnType<typeof useCommand<'sheet.print'>>;
  readonly make: (how: How) => void;
}

const useSheet = (): SheetUse => {
  const [withKey, asksKey] = [useSignal(false), useSignal(false)];
  const draft = useKeyDraft();
  const made = useSignal<MadeForWindow | null>(null);
  const [saving, printing] = [useCommand('sheet.save'), useCommand('sheet.print')];
  const make = async (how: How): Promise<void> => {
    made.value = null;
    saving.forget();
    printing.forget();
    const isAsked = withKey.value && asksKey.value;
    const key = isAsked ? neededFrom(draft) : undefined;
    if (isAsked && key === undefined) return;
    const wish = { withKey: withKey.value, ...(key === undefined ? {} : { key }) };
    const answer = await (how === 'save' ? saving : printing).run(wish);
    if (answer.ok) made.value = answer.value;
    else if (answer.problem.code === 'restore.key-needed') asksKey.value = true;
  };
  return {
    withKey,
    draft,
    asksKey: asksKey.value && withKey.value,
    made: made.value,
    saving,
    printing,
    make: (how) => void make(how),
  };
};

/** One page for the day when everything else is gone. Main makes it: what is on it never comes here. */
export const SheetDialog = ({ onClose }: SheetProps): JSX.Element => {
  const use = useSheet();
  const { saving, printing, make } = use;
  const confirm = useCommand('sheet.confirm');
  const isPending = saving.pending || printing.pending;
  const words = messages.sheet;
  const problem = [saving.problem, printing.problem, confirm.problem].find(
    (one) => one !== null && one.code !== 'restore.key-needed',
  );
  return (
    <Dialog
      title={words.title}
      size="wide"
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{messages.common.close}</Button>
          {viewState.value?.remindsOfSheet === true && (
            <Button
              icon="check"
              pending={confirm.pending}
              onClick={() =>
                void confirm.run({}).then((answer) => {
                  if (answer.ok) onClose();
                })
              }
            >
              {words.have}
            </Button>
          )}
          <Button icon="copy" pending={printing.pending} disabled={saving.pending} onClick={() => make('print')}>
            {words.print}
          </Button>
          <Button
            kind="primary"
            icon="download"
            pending={saving.pending}
            disabled={printing.pending}
            onClick={() => make('save')}
          >
            {words.save}
          </Button>
        </>
      }
    >
      <p>{words.lead}</p>
      <ul class="sheet-lines">
        {words.onIt.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <KeyChoice use={use} isPending={isPending} />
      {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
      <div role="status">{use.made && <Made made={use.made} />}</div>
    </Dialog>
  );
};

/** Its own consent: anybody who finds the page can read everything in the backups. */
const KeyChoice = ({ use, isPending }: { readonly use: SheetUse; readonly isPending: boolean }): JSX.Element => {
  const { withKey, draft, asksKey, make } = use;
  const words = messages.sheet;
  return (
    <div class="well stack-small">
      <Tick label={words.withKey} isOn={withKey.value} onChange={(isOn) => (withKey.value = isOn)} />
      <p class="quiet small">{withKey.value ? words.withKeyHint : words.withoutKeyHint}</p>
      {asksKey && (
        <form
          class="stack-small"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isPending) make('save');
          }}
        >
          <p role="alert">{words.keyNeeded}</p>
          <KeyFields draft={draft} />
        </form>
      )}
    </div>
  );
};

const Made = ({ made: { file, key } }: { readonly made: MadeForWindow }): JSX.Element => {
  const words = messages.sheet;
  return (
    <div class="stack-tight">
      <span class="line-tight tone-ok toned">
        <Icon name="check" size={16} />
        {file === null ? words.printed : words.saved}
      </span>
      {file !== null && <span class="small selectable break">{file}</span>}
      <span class="small">{key === null ? words.after : words.afterWithKey}</span>
    </div>
  );
};
