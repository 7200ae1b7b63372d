import { offered } from '../../base/overlay.ts';
import { useCommand } from '../../base/use-command.ts';

interface ChooseFile {
  readonly pending: boolean;
  readonly choose: () => void;
}

/** The system's own dialog for a file that is to be checked: the way for those who do not drag. */
export const useChooseFile = (): ChooseFile => {
  const { run, pending } = useCommand('file.choose');
  const choose = async (): Promise<void> => {
    const answer = await run({});
    if (!answer.ok) offered.value = answer;
    // Closed: what was shown before stays.
    else if (answer.value !== null) offered.value = { ok: true, value: answer.value };
  };
  return { pending, choose: () => void choose() };
};
