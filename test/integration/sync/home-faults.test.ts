import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { Fault } from '../../simulators/home-assistant/index.ts';
import { hour, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();

/** Stalls are noticed after two seconds instead of a minute. */
const impatient = () =>
  world.restart((ports) => ({
    ...ports,
    timings: { ...ports.timings, ha: { ...ports.timings?.ha, downloadIdle: 2_000 } },
  }));

describe('a download that breaks off', () => {
  test.each<{ what: string; fault: Fault; ranges: number }>([
    { what: 'dropped', fault: { kind: 'download-drop', times: 2 }, ranges: 2 },
    { what: 'shorter than listed', fault: { kind: 'download-truncate', times: 1 }, ranges: 0 },
    { what: 'stalled', fault: { kind: 'download-stall', times: 1 }, ranges: 1 },
  ])('$what: is resumed in the same run', async ({ fault, ranges }) => {
    const id = await world.home.addBackup({ sizeBytes: 400_000, date: world.ago(1) });
    await impatient();
    world.home.fault(fault);
    expect(await world.run()).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
    expect(world.home.rangeRequests()).toHaveLength(ranges);
    expect(world.drive()).toMatchObject({ confirmed: [id], others: [] });
    expect(await world.staged()).toEqual([]);
  });

  test.each<{ what: string; fault: Fault; code: ErrorCode; or?: ErrorCode }>([
    // The reset may come before the head of the answer is read.
    { what: 'dropped', fault: { kind: 'download-drop' }, code: 'ha.download-truncated', or: 'ha.unreachable' },
    {
      what: 'shorter than listed',
      fault: { kind: 'download-truncate', afterBytes: 1000 },
      code: 'ha.download-truncated',
    },
    { what: 'longer than listed', fault: { kind: 'download-longer' }, code: 'ha.download-too-long' },
    { what: 'answered with an error', fault: { kind: 'download-500' }, code: 'ha.unreachable' },
  ])('$what every time: nothing is stored, the next run makes it good', async ({ fault, code, or }) => {
    const id = await world.home.addBackup({ sizeBytes: 400_000, date: world.ago(1) });
    world.home.fault(fault);
    const report = await world.run();
    expect(report.backups).toHaveLength(1);
    expect([code, or ?? code]).toContain(report.backups[0]?.problem?.code);
    expect(world.drive()).toMatchObject({ confirmed: [], others: [] });
    world.home.clearFaults();
    world.clock.forward(2 * hour);
    expect(await world.run('schedule')).toMatchObject({ outcome: 'done', backups: [{ id, outcome: 'stored' }] });
    expect(world.drive()).toMatchObject({ confirmed: [id], others: [] });
    expect(await world.staged()).toEqual([]);
  });
});
