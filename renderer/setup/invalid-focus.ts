import { useEffect, useRef } from 'preact/hooks';

/** Moves the focus to the first field with a wrong value. `what` changes with each new finding. */
export const useInvalidFocus = (what: unknown): { current: HTMLDivElement | null } => {
  const around = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (what !== null) around.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [what]);
  return around;
};
