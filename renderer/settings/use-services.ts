import { useEffect } from 'preact/hooks';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';

interface ServicesRead {
  /** Names in Home Assistant's `notify`; null: not answered yet. */
  readonly known: readonly string[] | null;
  readonly problem: WindowProblem | null;
}

/** The command that lists them. */
export type ServiceList = 'alarm.services' | 'phone-code.services';

/** Whom Home Assistant can tell now, asked for once. */
export const useServices = (name: ServiceList): ServicesRead => {
  const asked = useCommand(name);
  const known = useSignal<readonly string[] | null>(null);
  useEffect(() => {
    void asked.run({}).then((answer) => {
      if (answer.ok) known.value = answer.value;
    });
  }, []);
  return { known: known.value, problem: asked.problem };
};
