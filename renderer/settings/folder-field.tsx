import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useCommand } from '../base/use-command.ts';
import { baseFolderOf, defaultFolder } from '../choices/base-folder.ts';
import { errorText } from '../choices/section-error.tsx';
import { FolderChoice, type FolderChange } from '../choices/folder-choice.tsx';
import { confirmSaved } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

/** The folder in iCloud Drive. Not saved by leaving the field: copies move, or stay behind. */
export const FolderField = ({ folder }: { readonly folder: string | null }): JSX.Element => {
  const typed = useSignal<string | null>(null);
  const { run, pending, problem, forget } = useCommand('setup.folder');
  const known = baseFolderOf(folder) ?? defaultFolder;
  const wanted = (typed.value ?? known).trim();
  const save = async (how?: FolderChange): Promise<void> => {
    const result = await run({ folder: wanted, ...(how === undefined ? {} : { how }) });
    if (result.ok) confirmSaved('folder');
  };
  const isChanged = wanted !== known || pending;
  const asksHow = problem?.code === 'cloud.folder-changed';
  return (
    <form
      class="stack-small settings-folder"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '' && !pending) void save();
      }}
    >
      <TextField
        label={messages.settings.account.folder}
        value={typed.value ?? known}
        error={wanted === '' ? messages.choices.folder.need : asksHow ? null : errorText(problem)}
        onInput={(text) => {
          typed.value = text;
          forget();
        }}
      />
      <div class="line">
        {isChanged && (
          <Button type="submit" pending={pending}>
            {messages.settings.account.folderSave}
          </Button>
        )}
        <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'cloud-folder' })}>
          {messages.settings.account.show}
        </Button>
      </div>
      {asksHow && (
        <FolderChoice problem={problem} pending={pending} onClose={forget} onChoose={(how) => void save(how)} />
      )}
    </form>
  );
};
