import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWatch } from '../../src/core/idle-watch.ts';

describe('IdleWatch', () => {
  let alarms = 0;
  let watch: IdleWatch;
  beforeEach(() => {
    vi.useFakeTimers();
    alarms = 0;
    watch = new IdleWatch(60_000, () => (alarms += 1));
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('fires once, after the time', () => {
    vi.advanceTimersByTime(59_999);
    expect(alarms).toBe(0);
    vi.advanceTimersByTime(1);
    expect(alarms).toBe(1);
    watch.heard();
    watch.resume();
    vi.advanceTimersByTime(600_000);
    expect(alarms).toBe(1);
  });

  it('does not fire as long as something is heard', () => {
    for (let minute = 0; minute < 20; minute += 1) {
      watch.heard();
      vi.advanceTimersByTime(50_000);
    }
    expect(alarms).toBe(0);
    vi.advanceTimersByTime(10_000);
    expect(alarms).toBe(1);
  });

  it('does not count the listener’s own pauses, whatever is heard meanwhile', () => {
    watch.pause();
    watch.heard();
    vi.advanceTimersByTime(3_600_000);
    expect(alarms).toBe(0);
    watch.resume();
    vi.advanceTimersByTime(59_999);
    expect(alarms).toBe(0);
    vi.advanceTimersByTime(1);
    expect(alarms).toBe(1);
  });

  it('lets go of its timer when stopped, also for a listener who was pausing', () => {
    watch.pause();
    watch.stop();
    watch.resume();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(600_000);
    expect(alarms).toBe(0);
  });
});
