interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Whether the icon lies on any screen. macOS 26 lets people take icons out of the menu bar (System Settings > Menu Bar): the
 * icon is made all the same, and lies just below the screen (measured in freellmapi#1146). What has no place yet counts as shown.
 */
export const isOnScreen = (icon: Box, screens: readonly Box[]): boolean =>
  icon.width === 0 ||
  screens.some(({ x, y, width, height }) => icon.x >= x && icon.x < x + width && icon.y >= y && icon.y < y + height);
