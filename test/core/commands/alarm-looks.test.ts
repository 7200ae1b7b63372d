import { expect, test } from 'vitest';
import { AlarmLooks } from '../../../src/core/commands/alarm-looks.ts';
import { TestClock } from '../../support/app-harness.ts';

const minute = 60_000;

test('failures in a row are followed by longer pauses, and a clock that is put back by none', () => {
  const clock = new TestClock();
  const looks = new AlarmLooks(clock);
  expect(looks.isDue('a')).toBe(true);
  for (const minutes of [5, 15, 60, 60]) {
    looks.failed('a');
    clock.forward(minutes * minute - 1);
    expect(looks.isDue('a')).toBe(false);
    expect(looks.isDue('another')).toBe(true);
    clock.forward(1);
    expect(looks.isDue('a')).toBe(true);
  }
  looks.done('a', true);
  clock.forward(-365 * 24 * 60 * minute);
  expect(looks.isDue('a')).toBe(true);
});
