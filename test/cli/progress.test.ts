import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgressBars } from '../../src/cli/progress-bars.ts';
import { ProgressEvents } from '../../src/cli/progress.ts';
import { ProgressLines } from '../../src/cli/progress-lines.ts';
import type { Activity } from '../../src/shared/run-report.ts';
import { aReport, fakeApp, noon, transferring } from './fake-app.ts';
import { screenAfter } from './screen.ts';
import { Terminal } from './terminal.ts';

const both = (download: number, upload: number, finishing = false): Activity => ({
  phase: 'transferring',
  download: { name: 'Automatic backup 2026.11.0', bytes: download, total: 1_000_000_000 },
  upload: { name: 'The one before', bytes: upload, total: 1_000_000_000, finishing },
  waiting: 0,
});

const anActivity: fc.Arbitrary<Activity> = fc.oneof(
  fc.constantFrom<Activity>({ phase: 'connecting' }, { phase: 'pruning' }, { phase: 'creating', stage: 'addons' }),
  fc
    .record({
      name: fc.string({ unit: 'grapheme' }),
      bytes: fc.integer({ min: 0, max: 2_000_000_000 }),
      total: fc.option(fc.integer({ min: 0, max: 2_000_000_000 }), { nil: undefined }),
      finishing: fc.boolean(),
      kind: fc.constantFrom('download', 'upload', 'both'),
    })
    .map(({ kind, finishing, ...transfer }): Activity => ({
      phase: 'transferring',
      ...(kind === 'upload' ? {} : { download: transfer }),
      ...(kind === 'download' ? {} : { upload: { ...transfer, finishing } }),
      waiting: 0,
    })),
);

describe('bars on a terminal', () => {
  it('show both directions with percent, rate and time left', () => {
    const terminal = new Terminal({ tty: true, columns: 100 });
    const bars = new ProgressBars(terminal.io);
    bars.show(both(0, 500_000_000));
    terminal.pass(2_000);
    bars.show(both(40_000_000, 600_000_000));
    const [download, upload, ...more] = screenAfter(terminal.stderr);
    expect(download).toMatch(
      /^Download {2}Automatic backup 2026\.11\.0 +\[#\.{19}\] {5}4% {2}20\.0 MB\/s {2}48 secs left$/,
    );
    expect(upload).toMatch(/^Upload {4}The one before +\[#{12}\.{8}\] {4}60% {2}50\.0 MB\/s {2}8 secs left$/);
    expect(more).toEqual([]);
  });

  it('say that an upload is finishing', () => {
    const terminal = new Terminal({ tty: true });
    new ProgressBars(terminal.io).show(both(0, 1_000_000_000, true));
    expect(screenAfter(terminal.stderr)[1]).toMatch(/100% {2}finishing$/);
  });

  it('are redrawn in place, never wider than the terminal, and leave nothing behind', () => {
    fc.assert(
      fc.property(fc.array(anActivity, { maxLength: 12 }), fc.integer({ min: 20, max: 200 }), (activities, columns) => {
        const terminal = new Terminal({ tty: true, columns });
        const bars = new ProgressBars(terminal.io);
        for (const activity of activities) {
          bars.show(activity);
          terminal.pass(150);
          const shown = screenAfter(terminal.stderr);
          expect(shown.length).toBeLessThanOrEqual(2);
          for (const line of shown) expect(line.length).toBeLessThan(columns);
        }
        bars.end();
        expect(screenAfter(terminal.stderr).join('')).toBe('');
      }),
    );
  });

  it('make room for words and are gone at the end', async () => {
    const terminal = new Terminal({ tty: true });
    const app = fakeApp({
      backUp: (_, onActivity) => {
        onActivity(transferring(5));
        return Promise.resolve(aReport({ outcome: 'warnings', warnings: [{ code: 'ha.partial', facts: {} }] }));
      },
    });
    expect(await terminal.run(['backup'], app)).toBe(4);
    const shown = screenAfter(terminal.stderr);
    expect(shown[0]).toBe('The backup is incomplete (ha.partial)');
    expect(shown.join('\n')).not.toContain('Download');
  });
});

describe('lines in a log', () => {
  const linesOf = (): { lines: string[]; show: (activity: Activity, ms: number) => void } => {
    const lines: string[] = [];
    let now = noon;
    const progress = new ProgressLines(
      (line) => lines.push(line),
      () => now,
    );
    return {
      lines,
      show: (activity, ms) => {
        now = new Date(now.getTime() + ms);
        progress.show(activity);
      },
    };
  };

  it('one for each new thing', () => {
    const { lines, show } = linesOf();
    show({ phase: 'connecting' }, 0);
    show({ phase: 'listing' }, 10);
    show({ phase: 'listing' }, 10);
    show(transferring(0, 'one'), 10);
    show(transferring(1_200_000_000, 'one'), 10);
    // The next backup often has the same name.
    show(transferring(0, 'one'), 10);
    expect(lines).toEqual([
      'Connecting to Home Assistant',
      'Checking for backups',
      'Downloading one (1.2 GB)',
      'Downloading one (1.2 GB)',
    ]);
  });

  it('says how far a slow transfer is', () => {
    const { lines, show } = linesOf();
    for (let bytes = 0; bytes <= 240_000_000; bytes += 12_000_000) show(transferring(bytes, 'one'), 6_000);
    expect(lines).toEqual([
      'Downloading one (1.2 GB)',
      'Downloading one: 10%, 2.0 MB/s, 9 minutes left',
      'Downloading one: 20%, 2.0 MB/s, 8 minutes left',
    ]);
  });

  it('never more than one in ten seconds, and never more than one for a tenth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ ms: fc.nat(8_000), bytes: fc.nat(200_000_000) }), { maxLength: 60 }),
        (moves) => {
          const { lines, show } = linesOf();
          show(transferring(0, 'one'), 0);
          let [bytes, ms] = [0, 0];
          for (const move of moves) {
            bytes = Math.min(bytes + move.bytes, 1_200_000_000);
            ms += move.ms;
            show(transferring(bytes, 'one'), move.ms);
          }
          expect(lines.length - 1).toBeLessThanOrEqual(Math.min(10, Math.floor(ms / 10_000)));
        },
      ),
    );
  });
});

it('programs hear of every new thing at once, and of bytes twice a second', () => {
  const heard: Activity[] = [];
  let now = noon;
  const events = new ProgressEvents(
    (activity) => heard.push(activity),
    () => now,
  );
  const show = (activity: Activity, ms: number): void => {
    now = new Date(now.getTime() + ms);
    events.show(activity);
  };
  show({ phase: 'connecting' }, 0);
  for (let bytes = 0; bytes < 50; bytes += 1) show(both(bytes, 0), 20);
  show(both(51, 0, true), 1);
  show({ phase: 'pruning' }, 1);
  expect(heard).toEqual([{ phase: 'connecting' }, both(0, 0), both(25, 0), both(51, 0, true), { phase: 'pruning' }]);
});

it.each([
  [['backup', '--quiet'], ''],
  [['backup'], 'Checking for backups\n'],
])('%j on stderr, without a terminal: %j', async (argv, expected) => {
  const terminal = new Terminal();
  const app = fakeApp({
    backUp: (_, onActivity) => {
      onActivity({ phase: 'listing' });
      return Promise.resolve(aReport());
    },
  });
  await terminal.run(argv, app);
  expect(terminal.stderr).toBe(expected);
  expect(terminal.stdout === '').toBe(argv.includes('--quiet'));
});
