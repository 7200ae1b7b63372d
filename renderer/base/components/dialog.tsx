import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { focusFirst } from '../take-focus.ts';

interface DialogProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
  /** The last one is the one that Enter means where it is a submit button. */
  readonly buttons: ComponentChildren;
  /** Escape, too. */
  readonly onClose: () => void;
}

/** A modal question. Open as long as it is drawn; the browser gives the focus back to where it was. */
export const Dialog = ({ title, wide = false, children, buttons, onClose }: DialogProps): JSX.Element => {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    if (dialog) focusFirst(dialog);
    return () => {
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-body">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
      <div class="dialog-buttons">{buttons}</div>
    </dialog>
  );
};
