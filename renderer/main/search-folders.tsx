import type { JSX } from 'preact';
import type { BackupSearch } from '../../src/shared/status.ts';
import type { SearchView } from '../../src/shared/contract/views.ts';
import { Button } from '../base/components/button.tsx';
import { Progress, SpokenProgress } from '../base/components/progress.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { allInstances } from './backup-list.ts';
import { messages } from '../../src/messages/windows.ts';

/** Where it was looked, in full: a folder that is not among them may hold what somebody misses. */
export const Searched = ({ search }: { readonly search: BackupSearch }): JSX.Element => (
  <details class="searched">
    <summary class="small">{messages.search.looked(search)}</summary>
    <p class="small quiet selectable break">{messages.search.where(search)}</p>
  </details>
);

/** How far the search is, folder by folder, and the way to end it. */
export const Searching = ({ search }: { readonly search: SearchView }): JSX.Element => {
  const { run, pending } = useCommand('backups.list-cancel');
  return (
    <div class="stack-small">
      <Progress label={messages.search.looking(search)} share={search.looked / search.known} />
      <div class="line-apart">
        <span class="quiet small break">{messages.search.folder(search)}</span>
        <Button pending={pending} onClick={() => void run({})}>
          {pending ? messages.common.cancelling : messages.common.cancel}
        </Button>
      </div>
      <SpokenProgress text={messages.search.looking(search)} />
    </div>
  );
};

/** The way to backups that were not found: the user names their folder, or has all of them searched. */
export const SearchFolders = ({
  pending,
  isWide,
}: {
  readonly pending: boolean;
  readonly isWide: boolean;
}): JSX.Element => {
  const folder = useSignal('');
  const error = useSignal<string | null>(null);
  const look = (): void => {
    const named = folder.value.trim();
    error.value = named === '' ? messages.restore.search.need : null;
    if (named !== '' && !pending) void allInstances.search({ folder: named });
  };
  return (
    <form
      class="stack-small"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <TextField
        label={messages.restore.search.folder}
        hint={messages.restore.search.hint}
        name="folder"
        value={folder.value}
        error={error.value}
        onInput={(typed) => {
          folder.value = typed;
          error.value = null;
        }}
      />
      <div class="line">
        <Button type="submit" pending={pending}>
          {messages.restore.search.look}
        </Button>
        {!isWide && (
          <Button kind="quiet" pending={pending} onClick={() => void allInstances.search({ everywhere: true })}>
            {messages.restore.search.everywhere}
          </Button>
        )}
      </div>
    </form>
  );
};
