import type { JSX } from 'preact';
import { backupKinds } from '../../src/shared/vocabulary.ts';
import type { Choice } from '../base/components/choice.ts';
import { SearchField } from '../base/components/search-field.tsx';
import type { BackupPlace, Wanted } from './backup-list-view.ts';
import { messages } from '../../src/messages/windows.ts';

interface FilterProps {
  readonly wanted: Wanted;
  readonly onChange: (wanted: Wanted) => void;
}

/** Which part of the list is wanted. */
export const ListFilter = ({ wanted, onChange }: FilterProps): JSX.Element => {
  const { home, kinds } = messages;
  return (
    <div class="list-filter" role="search">
      <SearchField label={home.backups.search} value={wanted.text} onInput={(text) => onChange({ ...wanted, text })} />
      <Pick
        label={home.backups.kind}
        value={wanted.kind}
        choices={[
          { value: 'all', label: home.backups.allKinds },
          ...backupKinds.map((value) => ({ value, label: kinds[value] })),
        ]}
        onChange={(kind) => onChange({ ...wanted, kind })}
      />
      <Pick<BackupPlace>
        label={home.backups.filter}
        value={wanted.place}
        choices={[
          { value: 'all', label: home.backups.all },
          { value: 'icloud', label: home.backups.inCloud },
          { value: 'not-icloud', label: home.backups.notInCloud },
        ]}
        onChange={(place) => onChange({ ...wanted, place })}
      />
    </div>
  );
};

interface PickProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, in one line with the search. */
export const Pick = <Value extends string>({ label, value, choices, onChange }: PickProps<Value>): JSX.Element => (
  <select
    class="select"
    aria-label={label}
    value={value}
    onChange={(event) => {
      const chosen = choices[event.currentTarget.selectedIndex];
      if (chosen) onChange(chosen.value);
    }}
  >
    {choices.map((choice) => (
      <option key={choice.value} value={choice.value} selected={choice.value === value}>
        {choice.label}
      </option>
    ))}
  </select>
);
