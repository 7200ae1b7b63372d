/**
 * For a control that wants the focus when it appears; the attribute of the browser works at the load of a page only. One
 * function for all, because another one at each drawing would take the focus at each drawing.
 */
export const takeFocus = (element: HTMLElement | null): void => {
  element?.focus();
};

/** What a dialog gives the focus to once it is open: before, nothing in it can have it. */
export const focusFirst = (dialog: HTMLDialogElement): void => {
  dialog.querySelector<HTMLElement>('[data-focus]')?.focus();
};
