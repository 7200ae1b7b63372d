import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ViewState } from '../../src/shared/contract/views.ts';
import type { Problem } from '../../src/shared/run-report.ts';
import type { UserSettings } from '../../src/shared/user-settings.ts';
import { describeProblem } from '../../src/shared/words.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { useCommand } from '../base/use-command.ts';
import { wholeNumber } from '../settings/choices.ts';
import { baseFolderOf, defaultFolder } from './base-folder.ts';
import { draft } from './draft.ts';
import type { FolderChange } from './folder-choice.tsx';
import { needsWith, type Retention } from './needs.ts';
import { useSavePlan } from './use-save-plan.ts';

const words = setupWords.plan;

type Field = 'folder' | 'days' | 'keep';
type Texts = Readonly<Record<Field, string>>;
type Errors = Readonly<Record<Field, string | null>>;

const noErrors: Errors = { folder: null, days: null, keep: null };

export interface PlanUse {
  readonly typed: Texts;
  readonly errors: Errors;
  /** Minutes; undefined until the settings were read. */
  readonly look: number | undefined;
  readonly needs: string;
  readonly readProblem: Problem | null;
  readonly saveProblem: Problem | null;
  readonly folderProblem: Problem | null;
  readonly pending: boolean;
  readonly type: (field: Field, text: string) => void;
  readonly save: (how?: FolderChange) => void;
  readonly forget: () => void;
}

const wantedOf = (typed: Texts): Retention | null => {
  const [days, keep] = [wholeNumber(typed.days, 0, 3650), wholeNumber(typed.keep, 1, 1000)];
  return days === undefined || keep === undefined ? null : { days, keep };
};

const errorsOf = (typed: Texts): Errors => ({
  folder: typed.folder.trim() === '' ? words.needFolder : null,
  days: wholeNumber(typed.days, 0, 3650) === undefined ? words.needDays : null,
  keep: wholeNumber(typed.keep, 1, 1000) === undefined ? words.needKeep : null,
});

const needsText = (wanted: Retention | null, settings: UserSettings | null): string => {
  if (wanted === null || settings === null) return '';
  const then = { days: settings.retentionDays, keep: settings.keep };
  const bytes = needsWith(wanted, then, draft.result.value);
  if (bytes === 'all') return words.needsAll;
  return bytes === null ? words.needsUnknown : words.needs(bytes);
};

const isOfFolder = ({ code, facts }: Problem): boolean =>
  code === 'settings.invalid' && facts['field'] === 'baseFolder';

const textsOf = (settings: UserSettings | null, folderThen: string | null): Texts => ({
  folder: draft.folder.value ?? folderThen ?? defaultFolder,
  days: draft.days.value ?? String(settings?.retentionDays ?? ''),
  keep: draft.keep.value ?? String(settings?.keep ?? ''),
});

const useStoredSettings = (): { readonly settings: UserSettings | null; readonly problem: Problem | null } => {
  const settings = useSignal<UserSettings | null>(null);
  const { run, problem } = useCommand('settings.read');
  useEffect(() => {
    void run({}).then((result) => {
      if (result.ok) settings.value = result.value;
    });
  }, []);
  return { settings: settings.value, problem };
};

/** The choices as they are typed, checked, and saved together. */
export const usePlan = (state: ViewState, onSaved: () => void): PlanUse => {
  const { settings, problem: readProblem } = useStoredSettings();
  const errors = useSignal<Errors>(noErrors);
  const folderThen = baseFolderOf(draft.result.value?.folder ?? state.status.icloud.folder);
  const { save, problem, ...saving } = useSavePlan(state, folderThen, onSaved);
  const typed = textsOf(settings, folderThen);
  const wanted = wantedOf(typed);
  const look = draft.look.value ?? settings?.lookMinutes;
  const ofFolder = problem && isOfFolder(problem) ? describeProblem(problem.code, problem.facts).cause : null;
  return {
    ...saving,
    typed,
    look,
    readProblem,
    errors: { ...errors.value, folder: errors.value.folder ?? ofFolder },
    needs: needsText(wanted, settings),
    saveProblem: ofFolder === null ? problem : null,
    type: (field, text) => {
      draft[field].value = text;
      errors.value = { ...errors.value, [field]: null };
      saving.forget();
    },
    save: (how) => {
      errors.value = errorsOf(typed);
      if (wanted === null || look === undefined || errors.value.folder !== null) return;
      void save({ ...wanted, look, folder: typed.folder.trim(), login: draft.login.value }, how);
    },
  };
};
