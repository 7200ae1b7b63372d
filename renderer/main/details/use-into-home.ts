import { useEffect } from 'preact/hooks';
import type { CommandInput } from '../../../src/shared/contract/commands.ts';
import type { Described, DescribedBackup, WindowProblem } from '../../../src/shared/contract/described.ts';
import type { HomeCheck, PlacedResult, RestoreStarted } from '../../../src/shared/into-home.ts';
import { viewState } from '../../base/bridge.ts';
import { useSignal } from '../../base/signal.ts';
import { useCommand } from '../../base/use-command.ts';
import { copyOf } from './copy-of.ts';

/** A Home Assistant that was typed, and what was allowed there. It is kept only as long as the dialog is open. */
export type OtherHome = NonNullable<CommandInput<'backups.place'>['home']>;

export type StartWish = Pick<CommandInput<'backups.start-restore'>, 'backupFirst' | 'choice' | 'key'>;

export interface IntoHomeUse {
  /** `where`: it is not known yet which Home Assistant is meant. */
  readonly step: 'where' | 'checked';
  /** Null: not asked yet, or not answered. */
  readonly check: Described<HomeCheck> | null;
  readonly placed: PlacedResult | null;
  readonly started: RestoreStarted | null;
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
  /** Who types an address for this has said where the copy has to go: if nothing speaks against it, it is put there at once. */
  readonly choose: (home: OtherHome) => void;
  readonly elsewhere: () => void;
  readonly checkAgain: () => void;
  readonly place: () => void;
  readonly start: (wish: StartWish) => void;
}

const incoming = ({
  size,
  haVersion,
  plainParts,
  ...backup
}: DescribedBackup): CommandInput<'backups.check-home'>['backup'] => ({
  size: size ?? 0,
  protected: backup.protected,
  haVersion,
  ...(plainParts === undefined ? {} : { plainParts: [...plainParts] }),
});

/** The way of one copy into a Home Assistant: which one, can it take it, put it there, restore it. */
export const useIntoHome = (backup: DescribedBackup): IntoHomeUse => {
  const knows = viewState.value?.status.home != null;
  const step = useSignal<IntoHomeUse['step']>(knows ? 'checked' : 'where');
  const home = useSignal<OtherHome | null>(null);
  const [check, placed, started] = [
    useSignal<Described<HomeCheck> | null>(null),
    useSignal<PlacedResult | null>(null),
    useSignal<RestoreStarted | null>(null),
  ];
  const [ask, put, restore] = [
    useCommand('backups.check-home'),
    useCommand('backups.place'),
    useCommand('backups.start-restore'),
  ];
  const there = (): { readonly home?: OtherHome } => (home.value === null ? {} : { home: home.value });
  const look = async (): Promise<void> => {
    put.forget();
    check.value = placed.value = started.value = null;
    const answer = await ask.run({ backup: incoming(backup), ...there() });
    if (!answer.ok) return;
    check.value = answer.value;
    step.value = 'checked';
  };
  const place = async (): Promise<void> => {
    const answer = await put.run({ ...copyOf(backup), ...there() });
    if (answer.ok) placed.value = answer.value;
  };
  useEffect(() => {
    if (step.value === 'checked') void look();
  }, []);
  return {
    step: step.value,
    check: check.value,
    placed: placed.value,
    started: started.value,
    pending: ask.pending || put.pending || restore.pending,
    problem: restore.problem ?? put.problem ?? ask.problem,
    choose: (other) => {
      home.value = other;
      void look().then(() => (check.value?.trap === null ? place() : undefined));
    },
    elsewhere: () => {
      for (const command of [ask, put, restore]) command.forget();
      check.value = placed.value = null;
      step.value = 'where';
    },
    checkAgain: () => void look(),
    place: () => void place(),
    start: (wish) => {
      if (placed.value === null) return;
      const { id, home: at } = placed.value;
      void restore.run({ id, agent: at.agent, ...wish, ...there() }).then((answer) => {
        if (answer.ok) started.value = answer.value;
      });
    },
  };
};
