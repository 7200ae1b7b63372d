import type { JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly hint?: string;
}

/** Where a list would be, were there something in it. */
export const Empty = ({ icon, title, hint }: EmptyProps): JSX.Element => (
  <div class="empty quiet">
    <Icon name={icon} size={30} />
    <p class="strong">{title}</p>
    {hint !== undefined && <p class="small">{hint}</p>}
  </div>
);

/** Where a list will be. */
export const Loading = ({ text }: { readonly text: string }): JSX.Element => (
  <div class="empty quiet" role="status">
    <span class="spinner" aria-hidden="true" />
    <p class="small">{text}</p>
  </div>
);
