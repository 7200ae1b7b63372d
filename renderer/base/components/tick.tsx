import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface TickProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A box to tick, and its words. */
export const Tick = ({ label, isOn, onChange }: TickProps): JSX.Element => {
  const id = useId();
  return (
    <div class="tick">
      <input id={id} type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <label for={id}>{label}</label>
    </div>
  );
};
