import { useEffect, useRef } from 'preact/hooks';

/** Takes whoever typed something wrong to the first field that says so. `what` changes with each new finding. */
export const useInvalidFocus = (what: unknown): { current: HTMLDivElement | null } => {
  const around = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (what !== null) around.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [what]);
  return around;
};
