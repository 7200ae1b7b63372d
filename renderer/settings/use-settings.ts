import { signal, useSignal, type ReadonlySignal } from '../base/signal.ts';
import { useEffect } from 'preact/hooks';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import type { SettingsPatch, UserSetting, UserSettings } from '../../src/shared/user-settings.ts';
import { command } from '../base/bridge.ts';

export type Section =
  | 'folder'
  | 'schedule'
  | 'retention'
  | 'others'
  | 'bandwidth'
  | 'notifications'
  | 'sensors'
  | 'alarm'
  | 'phone-code'
  | 'computer'
  | 'network'
  | 'connection';

export interface SettingsUse {
  readonly settings: UserSettings;
  /** True when it was taken. */
  readonly change: (section: Section, patch: SettingsPatch) => Promise<boolean>;
  /** Takes another computer's copies into this one's care, or gives them back. True when it was taken. */
  readonly care: (id: string, inCare: boolean) => Promise<boolean>;
  /** As they are now: another window, or the terminal, may have changed them. */
  readonly reread: () => Promise<void>;
  /** What was refused last, where this field is what was refused. */
  readonly problemOf: (...fields: readonly UserSetting[]) => WindowProblem | null;
}

interface Saved {
  readonly section: Section;
  readonly at: number;
}

const newest = signal<Saved | null>(null);
/** Where something was saved last: said there, quietly. */
export const saved: ReadonlySignal<Saved | null> = newest;

export const confirmSaved = (section: Section): void => {
  newest.value = { section, at: Date.now() };
};

/** Null: told at its section that it was saved. */
export const saveDesktop = async (
  section: Section,
  input: CommandInput<'settings.desktop'>,
): Promise<WindowProblem | null> => told(section, await command('settings.desktop', input));

export const saveLoginItem = async (enabled: boolean): Promise<WindowProblem | null> =>
  told('computer', await command('settings.login-item', { enabled }));

const told = (section: Section, result: Result<unknown>): WindowProblem | null => {
  if (!result.ok) return result.problem;
  confirmSaved(section);
  return null;
};

/** By field, until it is saved: a mistake in one place stays told while another one is changed. */
type Refused = Readonly<Partial<Record<string, WindowProblem>>>;

export interface SettingsRead {
  readonly use: SettingsUse | null;
  readonly problem: WindowProblem | null;
  readonly read: () => void;
}

/** The settings as main has them, read when the page opens, and saved piece by piece. */
export const useSettings = (): SettingsRead => {
  const settings = useSignal<UserSettings | null>(null);
  const problem = useSignal<WindowProblem | null>(null);
  const refused = useSignal<Refused>({});
  const read = async (): Promise<void> => {
    const result = await command('settings.read', {});
    if (result.ok) settings.value = result.value;
    problem.value = result.ok ? null : result.problem;
  };
  useEffect(() => {
    void read();
  }, []);
  const take = (section: Section, fields: readonly string[], result: Result<UserSettings>): boolean => {
    const told = fields.map((field) => [field, result.ok ? undefined : result.problem] as const);
    refused.value = { ...refused.value, ...Object.fromEntries(told) };
    if (!result.ok) return false;
    settings.value = result.value;
    confirmSaved(section);
    return true;
  };
  const change: SettingsUse['change'] = async (section, patch) =>
    take(section, Object.keys(patch), await command('settings.change', patch));
  const care: SettingsUse['care'] = async (id, inCare) =>
    take('others', ['adoptedComputers'], await command(inCare ? 'settings.adopt' : 'settings.release', { id }));
  const problemOf: SettingsUse['problemOf'] = (...fields) =>
    fields.map((field) => refused.value[field]).find((problem) => problem !== undefined) ?? null;
  return {
    use: settings.value === null ? null : { settings: settings.value, change, care, reread: read, problemOf },
    problem: problem.value,
    read: () => void read(),
  };
};
