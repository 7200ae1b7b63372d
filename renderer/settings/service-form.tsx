import type { ComponentChildren, JSX } from 'preact';
import type { CommandUse } from '../base/use-command.ts';
import { Button } from '../base/components/button.tsx';
import { useSignal } from '../base/signal.ts';
import { Refused, ServiceChoice } from './service-choice.tsx';
import { useServices, type ServiceList } from './use-services.ts';
import { messages } from '../../src/messages/windows.ts';

interface ServiceFormProps {
  readonly list: ServiceList;
  /** Those until now; what Home Assistant does not have any more is let go of. */
  readonly chosen: readonly string[];
  readonly words: {
    readonly title: string;
    readonly looking: string;
    readonly some: string;
    readonly none: string;
    readonly nobody: string;
    readonly confirm: string;
  };
  /** What is chosen beside them. */
  readonly above?: ComponentChildren;
  /** What is to be known before. */
  readonly below?: ComponentChildren;
  readonly saving: Pick<CommandUse<'alarm.set'>, 'pending' | 'problem'>;
  readonly onSave: (names: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Whom Home Assistant is to tell: the names are those that it has now, and at least one of them. */
export const ServiceForm = (props: ServiceFormProps): JSX.Element => {
  const { list, words, above, below, saving, onSave, onClose } = props;
  const { known, problem: unknown } = useServices(list);
  const chosen = useSignal(props.chosen);
  const isMissing = useSignal(false);
  const there = chosen.value.filter((name) => known?.includes(name) === true);
  return (
    <form
      class="stack-small"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        isMissing.value = there.length === 0;
        if (!isMissing.value && !saving.pending) onSave(there);
      }}
    >
      {above}
      {known === null ? (
        unknown === null && <p role="status">{words.looking}</p>
      ) : (
        <ServiceChoice
          title={words.title}
          hint={known.length === 0 ? words.none : words.some}
          names={known}
          chosen={there}
          onChoose={(names) => {
            chosen.value = names;
            isMissing.value = false;
          }}
        />
      )}
      {below}
      <Refused reason={isMissing.value ? words.nobody : ''} problem={saving.problem ?? unknown} />
      <div class="line">
        <Button type="submit" kind="primary" disabled={known === null} pending={saving.pending}>
          {words.confirm}
        </Button>
        <Button onClick={onClose}>{messages.common.cancel}</Button>
      </div>
    </form>
  );
};
