import { describe, expect, it } from 'vitest';
import type { TransferProgress } from '../../../src/core/ports/destination.ts';
import { followCopy, followTransfer } from '../../../src/core/icloud/progress.ts';

const line = (stats: object): string => JSON.stringify({ level: 'notice', msg: '', stats });
const transferring = (bytes: number, more: object = {}): string =>
  line({ bytes, transfers: 0, transferring: [{ bytes, speed: 300.4, speedAvg: 200.6, ...more }] });

describe('followTransfer', () => {
  it('tells bytes, speed, and when only Apple is still busy', () => {
    const seen: TransferProgress[] = [];
    const onLine = followTransfer(100, (progress) => seen.push(progress));
    expect([transferring(40, { speedAvg: 0 }), transferring(100), transferring(100)].map(onLine)).toEqual([
      'progress',
      'progress',
      'routine',
    ]);
    expect(seen).toEqual([
      { bytes: 40, total: 100, bytesPerSecond: 300, finishing: false },
      { bytes: 100, total: 100, bytesPerSecond: 201, finishing: true },
      { bytes: 100, total: 100, bytesPerSecond: 201, finishing: true },
    ]);
  });

  it('goes back with a new attempt and never above the total', () => {
    const seen: number[] = [];
    const onLine = followTransfer(100, ({ bytes }) => seen.push(bytes));
    [transferring(90), transferring(10), transferring(120)].map(onLine);
    expect(seen).toEqual([90, 10, 100]);
  });

  it.each([
    ['a message', '{"level":"error","msg":"no"}'],
    ['statistics between two attempts', line({ bytes: 0, transfers: 0 })],
    ['half a line', '{"level":"notice","stats":{"bytes":'],
  ])('leaves %s to others', (_what, text) => {
    expect(followTransfer(1, () => expect.unreachable())(text)).toBeUndefined();
  });
});

describe('followCopy', () => {
  it('is alive while bytes or files are added', () => {
    const onLine = followCopy();
    const stats = [
      { bytes: 0, transfers: 0 },
      { bytes: 0, transfers: 0 },
      { bytes: 7, transfers: 0 },
      { bytes: 7, transfers: 1 },
    ];
    expect(stats.map(line).map(onLine)).toEqual(['progress', 'routine', 'progress', 'progress']);
  });
});
