import type { JSX } from 'preact';
import { iconPaths, type IconName } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';

interface IconProps {
  readonly name: IconName;
  /** Pixels. */
  readonly size?: number;
  /** Only where no text beside it says the same. */
  readonly label?: string;
}

export const Icon = ({ name, size = 18, label }: IconProps): JSX.Element => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width={name === 'more' ? 3 : size > 24 ? 1.8 : 2}
    stroke-linecap="round"
    stroke-linejoin="round"
    focusable="false"
    {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
  >
    <path d={iconPaths[name]} />
  </svg>
);
