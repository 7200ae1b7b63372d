import { useSignal } from '../base/signal.ts';
import { useEffect } from 'preact/hooks';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import type { UserSettings } from '../../src/shared/user-settings.ts';
import { useCommand } from '../base/use-command.ts';
import { daysOf, keepOf, retentionOf } from '../choices/offered.ts';
import { seenIn, type Retention } from '../choices/preview.ts';
import { useRetentionChange, type RetentionChange } from '../choices/use-previews.ts';
import { baseFolderOf, defaultFolder } from '../choices/base-folder.ts';
import { draft } from './draft.ts';
import type { FolderChange } from '../choices/folder-choice.tsx';
import { useGoingAsk, type GoingAsk } from './going-ask.tsx';
import { needsWith } from './needs.ts';
import { useSavePlan } from './use-save-plan.ts';
import { messages } from '../../src/messages/windows.ts';

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
  readonly readProblem: WindowProblem | null;
  readonly saveProblem: WindowProblem | null;
  readonly folderProblem: WindowProblem | null;
  readonly pending: boolean;
  /** What the numbers do to copies that are there. */
  readonly retention: RetentionChange;
  readonly going: Omit<GoingAsk, 'ask' | 'isWaiting'>;
  readonly type: (field: Field, text: string) => void;
  readonly save: () => void;
  /** With what was asked: which copies go, what becomes of the folder. */
  readonly confirm: (how?: FolderChange) => void;
  readonly forget: () => void;
}

const errorsOf = (typed: Texts): Errors => ({
  folder: typed.folder.trim() === '' ? messages.choices.folder.need : null,
  days: daysOf(typed.days) === undefined ? messages.choices.retention.needDays : null,
  keep: keepOf(typed.keep) === undefined ? messages.choices.retention.needKeep : null,
});

const needsText = (wanted: Retention | null, then: Retention | null): string => {
  if (wanted === null || then === null) return '';
  const bytes = needsWith(wanted, then, draft.result.value);
  if (bytes === 'all') return messages.setup.plan.needsAll;
  return bytes === null ? messages.setup.plan.needsUnknown : messages.setup.plan.needs(bytes);
};

const storedIn = (settings: UserSettings | null): Retention | null =>
  settings && { days: settings.retentionDays, keep: settings.keep };

const isOfFolder = ({ code, facts }: WindowProblem): boolean =>
  code === 'settings.invalid' && facts['field'] === 'baseFolder';

const textsOf = (settings: UserSettings | null, folderThen: string | null): Texts => ({
  folder: draft.folder.value ?? folderThen ?? defaultFolder,
  days: draft.days.value ?? String(settings?.retentionDays ?? ''),
  keep: draft.keep.value ?? String(settings?.keep ?? ''),
});

const useStoredSettings = (): { readonly settings: UserSettings | null; readonly problem: WindowProblem | null } => {
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
export const usePlan = (state: WindowState, onSaved: () => void): PlanUse => {
  const { settings, problem: readProblem } = useStoredSettings();
  const errors = useSignal<Errors>(noErrors);
  const folderThen = baseFolderOf(draft.result.value?.folder ?? state.status.icloud.folder);
  const { save, problem, ...saving } = useSavePlan(state, folderThen, onSaved);
  const typed = textsOf(settings, folderThen);
  const wanted = retentionOf(typed.days, typed.keep);
  const look = draft.look.value ?? settings?.lookMinutes;
  const ofFolder = problem && isOfFolder(problem) ? problem.cause : null;
  const stored = storedIn(settings);
  const retention = useRetentionChange(stored, wanted, seenIn(state.status));
  const confirm = (how?: FolderChange): void => {
    if (wanted === null || look === undefined) return;
    void save({ ...wanted, look, folder: typed.folder.trim(), login: draft.login.value }, how);
  };
  const { ask, isWaiting, ...going } = useGoingAsk(retention, confirm);
  return {
    ...saving,
    pending: saving.pending || isWaiting,
    retention,
    going,
    typed,
    look,
    readProblem,
    errors: { ...errors.value, folder: errors.value.folder ?? ofFolder },
    needs: needsText(wanted, stored),
    saveProblem: ofFolder === null ? problem : null,
    type: (field, text) => {
      draft[field].value = text;
      errors.value = { ...errors.value, [field]: null };
      saving.forget();
    },
    save: () => {
      errors.value = errorsOf(typed);
      if (wanted !== null && look !== undefined && errors.value.folder === null) ask();
    },
    confirm,
  };
};
