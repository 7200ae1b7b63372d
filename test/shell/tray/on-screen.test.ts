import { expect, it } from 'vitest';
import { isHidden } from '../../../src/main/tray/on-screen.ts';

const size = { width: 30, height: 24 };
const laptop = { x: 0, y: 0, width: 1512, height: 982 };
const above = { x: -200, y: -1080, width: 1920, height: 1080 };

it.each([
  ['in the menu bar', { x: 1200, y: 0 }, [laptop], true],
  ['in the menu bar of a second screen', { x: 900, y: -1080 }, [laptop, above], true],
  ['in a menu bar that slid away, upwards', { x: 1200, y: -24 }, [laptop], true],
  ['where no screen is any more', { x: 5000, y: 2000 }, [laptop], true],
  ['hidden by macOS 26: below the screen', { x: 0, y: 982 }, [laptop], false],
  ['hidden, with a second screen', { x: 0, y: 982 }, [laptop, above], false],
] as const)('%s', (_, place, screens, shown) => {
  expect(isHidden({ ...place, ...size }, screens)).toBe(!shown);
});

it('an icon that has no place yet is not taken for hidden', () => {
  expect(isHidden({ x: 0, y: 982, width: 0, height: 0 }, [laptop])).toBe(false);
});
