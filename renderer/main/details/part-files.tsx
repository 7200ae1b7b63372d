import type { JSX } from 'preact';
import type { Described } from '../../../src/shared/contract/described.ts';
import type { InsideFile, InsidePart } from '../../../src/shared/inside.ts';
import { Button } from '../../base/components/button.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { TextField } from '../../base/components/text-field.tsx';
import { useSignal } from '../../base/signal.ts';
import { messages } from '../../../src/messages/windows.ts';
import { formatBytes } from '../../../src/messages/format.ts';

interface FilesProps {
  readonly part: Described<InsidePart>;
  readonly isBusy: boolean;
  readonly onTake: (path: string) => void;
}

/** Nobody reads more of them: they are searched. */
const shown = 60;

const mayBeTaken = ({ type }: InsideFile): boolean => type === 'file' || type === 'folder';

/** The files and folders of a part, searched by name. Each can be extracted on its own. */
export const PartFiles = ({ part, isBusy, onTake }: FilesProps): JSX.Element => {
  const wanted = useSignal('');
  const words = messages.details.inside;
  const text = wanted.value.trim().toLocaleLowerCase();
  const all = (part.files ?? []).filter(mayBeTaken);
  const found = text === '' ? all : all.filter(({ path }) => path.toLocaleLowerCase().includes(text));
  const below = `${part.name}/`;
  return (
    <div class="stack-small">
      <TextField
        label={words.search(part.title)}
        value={wanted.value}
        onInput={(typed) => (wanted.value = typed)}
        placeholder={words.searchHint}
      />
      <span class="quiet small" role="status">
        {words.shown(Math.min(found.length, shown), found.length + part.more)}
      </span>
      <ul class="inside-files">
        {found.slice(0, shown).map(({ path, type, size }) => (
          <li key={path} class="line-apart">
            <span class="line-tight break">
              <Icon name={type === 'folder' ? 'folder' : 'copy'} size={15} />
              <span class="selectable">{path.startsWith(below) ? path.slice(below.length) : path}</span>
              {type === 'file' && <span class="quiet small">{formatBytes(size)}</span>}
            </span>
            <Button label={words.takeOf(path)} disabled={isBusy} onClick={() => onTake(path)}>
              {words.take}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
};
