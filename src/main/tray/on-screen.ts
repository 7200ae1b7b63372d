interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Whether macOS hides the icon. Version 26 lets people take icons out of the menu bar (System Settings > Menu Bar): the icon
 * is made all the same, and lies just below the screen (facts#menu-bar-and-notification-area). Anywhere else it counts as shown: a
 * menu bar that slides away takes it upwards, and what has no place yet has no size.
 */
export const isHidden = (icon: Box, screens: readonly Box[]): boolean => {
  const below = screens.filter(({ x, width }) => icon.x >= x && icon.x < x + width);
  return icon.width > 0 && below.length > 0 && below.every(({ y, height }) => icon.y >= y + height);
};
