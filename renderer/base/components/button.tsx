import type { ComponentChildren, JSX } from 'preact';
import { takeFocus } from '../take-focus.ts';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly type?: 'button' | 'submit';
  readonly icon?: IconName;
  /** Keeps its place and the focus, shows that something is under way, and does nothing meanwhile. */
  readonly pending?: boolean;
  readonly disabled?: boolean;
  /** Why it cannot be used now. It can be found all the same: by Tab, and with the reason. */
  readonly unavailable?: string;
  readonly autoFocus?: boolean;
  /** Where the words alone do not say what it is about: they have to be part of it. */
  readonly label?: string;
  readonly describedBy?: string;
  readonly onClick?: () => void;
}

export const Button = ({ children, kind = 'plain', type = 'button', icon, ...props }: ButtonProps): JSX.Element => {
  const { pending = false, disabled = false, autoFocus = false, label, describedBy, unavailable, onClick } = props;
  return (
    <button
      type={type}
      class={`button button-${kind}`}
      disabled={disabled}
      data-focus={autoFocus ? '' : undefined}
      ref={autoFocus ? takeFocus : null}
      aria-disabled={pending || unavailable !== undefined}
      title={unavailable}
      aria-description={unavailable}
      aria-label={label}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (pending || unavailable !== undefined) event.preventDefault();
        else onClick?.();
      }}
    >
      {pending ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} size={16} />}
      {children}
    </button>
  );
};

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
}

/** For what a shape says well enough; its label is read out and shown by a resting pointer. */
export const IconButton = ({ icon, label, onClick }: IconButtonProps): JSX.Element => (
  <button type="button" class="button button-icon" aria-label={label} title={label} onClick={onClick}>
    <Icon name={icon} size={16} />
  </button>
);
