import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { focusFirst } from '../take-focus.ts';

interface DialogProps {
  readonly title: string;
  /** `wide`: longer texts; `page`: as much as a page. */
  readonly size?: 'wide' | 'page';
  readonly children: ComponentChildren;
  /** The last one is the one that Enter means where it is a submit button. */
  readonly buttons: ComponentChildren;
  /** Escape, too. */
  readonly onClose: () => void;
}

/** A modal question. Open as long as it is drawn; the browser gives the focus back to where it was. */
export const Dialog = ({ title, size, children, buttons, onClose }: DialogProps): JSX.Element => {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    if (dialog) focusFirst(dialog);
    return () => {
      dialog?.close();
      // A button in it that was pressed and went out meanwhile had lost it: then the browser does not give it back.
      const isLost = document.activeElement === document.body || dialog?.contains(document.activeElement) === true;
      if (isLost && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog${size === undefined ? '' : ` dialog-${size}`}`}
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
