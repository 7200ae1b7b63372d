import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import type { Tone } from './tone.ts';

export type { Tone } from './tone.ts';

interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}

export const Badge = ({ tone = 'neutral', icon, children }: BadgeProps): JSX.Element => (
  <span class={`badge tone-${tone}`}>
    {icon && <Icon name={icon} size={13} />}
    {children}
  </span>
);

/** A shape on a ground of its colour. */
export const Tile = ({
  tone,
  icon,
  small = false,
}: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly small?: boolean;
}): JSX.Element => (
  <div class={`tile tone-${tone}${small ? ' tile-small' : ''}`}>
    <Icon name={icon} size={small ? 18 : 32} />
  </div>
);
