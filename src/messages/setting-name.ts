import { desktopSettings, userSettings } from '../shared/settings/table.ts';

/** A row as problems name it: by its own name, by its place in the file, or with all of its group. */
const isCalled = (field: string, name: string, place: string): boolean =>
  field === name || field === place || place.startsWith(`${field}.`);

const named = (
  field: string,
  rows: Readonly<Record<string, { readonly place: string }>>,
  words: Readonly<Record<string, { readonly name: string }>>,
): readonly string[] =>
  Object.entries(rows)
    .filter(([name, { place }]) => isCalled(field, name, place))
    .map(([name]) => words[name]?.name ?? name);

interface SettingNames {
  readonly setting: Readonly<Record<string, { readonly name: string }>>;
  readonly desktopSetting: Readonly<Record<string, { readonly name: string }>>;
  /** What is in the settings file besides the rows of the table. */
  readonly otherFields: Readonly<Record<string, string>>;
}

/** What a person reads for a field of the settings: `instances.0.url` is the address, `retention` both of its numbers. */
export const settingNameIn =
  ({ setting, desktopSetting, otherFields }: SettingNames) =>
  (field: string): string => {
    const plain = field.replace(/^instances\.\d+\./, '');
    const rows = [...named(plain, userSettings, setting), ...named(plain, desktopSettings, desktopSetting)];
    return rows.length > 0 ? rows.join(', ') : (otherFields[plain] ?? plain);
  };
