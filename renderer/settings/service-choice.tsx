import type { JSX } from 'preact';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Tick } from '../base/components/tick.tsx';

interface ServiceChoiceProps {
  readonly title: string;
  readonly hint: string;
  /** Services of Home Assistant's `notify`. */
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
}

/** Whom Home Assistant tells, of those that it has. */
export const ServiceChoice = ({ title, hint, names, chosen, onChoose }: ServiceChoiceProps): JSX.Element => (
  <fieldset class="ticks">
    <legend class="strong">{title}</legend>
    <p class="quiet small">{hint}</p>
    {names.map((name) => (
      <Tick
        key={name}
        label={name}
        isOn={chosen.includes(name)}
        onChange={(isOn) => onChoose(isOn ? [...chosen, name] : chosen.filter((one) => one !== name))}
      />
    ))}
  </fieldset>
);

interface RefusedProps {
  /** Empty: nothing is missing. */
  readonly reason: string;
  readonly problem: WindowProblem | null;
}

/** Why it was not saved. */
export const Refused = ({ reason, problem }: RefusedProps): JSX.Element => (
  <>
    <div role="alert" class="error small">
      {reason}
    </div>
    {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
  </>
);
