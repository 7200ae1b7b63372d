import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeReason } from '../../src/messages/reasons.ts';
import { renderTable } from '../../src/cli/table.ts';
import { fitText, textWidth, wrapText } from '../../src/cli/text-width.ts';
import { left, retention } from '../../src/messages/en/plan.ts';
import type { Status } from '../../src/shared/status.ts';
import { aCheck, aReport, aRestore, aStatus, fakeApp, noon } from './fake-app.ts';
import { aList, listed } from './a-list.ts';
import { run } from './terminal.ts';
import { formatWhen } from '../../src/messages/dates.ts';

const aText = fc.string({ unit: 'grapheme' });

describe('tables', () => {
  it('of list fit every terminal', async () => {
    for (const columns of [30, 40, 76, 80, 100, 132, 200, 300]) {
      const { stdout } = await run(['list'], fakeApp(), { tty: true, columns });
      for (const line of stdout.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it.each([80, 120])('of list lose nothing on a terminal of %i cells', async (columns) => {
    const shown = await run(['list'], fakeApp(), { tty: true, columns });
    const stdout = columns > 100 ? shown.stdout : shown.stdout.replace(/(remote: .*)\n {4}/g, '$1');
    for (const backup of aList().backups) {
      expect(stdout).toContain(backup.id);
      expect(stdout).toContain(`    name: ${backup.name}`);
      if (backup.remote !== null) expect(stdout).toContain(`    remote: ${backup.remote}`);
    }
    expect(stdout).toContain('    next: upload: not in iCloud yet');
    expect(stdout).toContain('    next: delete: older than you keep backups');
    expect(stdout).toContain('    defects: an app is missing: core_ssh');
    expect(stdout).toContain('2 backups in iCloud (1.2 GB), 1 backup to upload.');
  });

  it('are one line for each backup where no terminal limits them', async () => {
    const { stdout } = await run(['list', '--all-instances'], fakeApp());
    const [head, ...rows] = stdout.split('\n').slice(0, 4);
    for (const title of ['ID', 'DATE', 'SIZE', 'KIND', 'ENCRYPTED', 'WHERE', 'PROOF', 'NAME', 'REMOTE', 'INSTANCE']) {
      expect(head).toContain(title);
    }
    expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual(['9f8e7d6c', '1a2b3c4d', '00000001']);
  });

  it('never get wider than they may, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(aText, aText, aText)), fc.integer({ min: 1, max: 90 }), (rows, width) => {
        const cell = (index: number) => (row: [string, string, string]) => row[index] ?? '';
        const columns = [
          { title: 'ONE', cell: cell(0) },
          { title: 'TWO', cell: cell(1), movable: true },
          { title: 'THREE', cell: cell(2) },
        ];
        for (const line of renderTable(columns, rows, width)) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('text is cut and wrapped by the cells it takes', () => {
  fc.assert(
    fc.property(aText, fc.integer({ min: 1, max: 60 }), (text, width) => {
      expect(textWidth(fitText(text, width))).toBeLessThanOrEqual(width);
      if (textWidth(text) <= width) expect(fitText(text, width)).toBe(text);
      expect(wrapText(text, width).join(' ')).toBe(text.trim().replace(/ +/g, ' '));
    }),
  );
  expect(fitText('日本語の名前', 7)).toBe('日本語…');
});

it('two sides that could not be looked at are not called empty', async () => {
  const problems = [{ code: 'ha.unreachable', facts: {} } as const];
  const { stdout } = await run(['list'], fakeApp({ list: () => Promise.resolve({ backups: [], problems }) }));
  expect(stdout).toBe('');
});

it('an empty list says where it was looked, and how to look elsewhere', async () => {
  const nothing = { backups: [], problems: [], folder: 'HomeAssistantBackups' };
  const app = fakeApp({ list: () => Promise.resolve(nothing) });
  expect((await run(['list'], app)).stdout).toBe(
    'There are no backups, neither in Home Assistant nor in the folder HomeAssistantBackups in iCloud Drive.\n',
  );
  const search = { looked: ['', 'HomeAssistantBackups', 'Photos'], left: 2, found: [] };
  const searched = fakeApp({ list: () => Promise.resolve({ ...nothing, search }) });
  const { code, stdout } = await run(['list', '--all-instances'], searched);
  expect(code).toBe(0);
  expect(stdout.replace(/\n(?! *If)/g, ' ')).toMatch(
    /^No backups were found\. Searched 3 folders of iCloud Drive; 2 more were not searched\. Searched: the top level, HomeAssistantBackups, Photos\.\nIf .* --folder FOLDER $/,
  );
});

it('names cannot move the cursor or hide what stands above', async () => {
  const evil = 'Backup\u001b[2J\u001b]0;title\u0007\r\u202Egnp';
  const app = fakeApp({
    list: () => Promise.resolve({ backups: [listed({ name: evil, instance: evil })], problems: [] }),
    backUp: () =>
      Promise.resolve(
        aReport({
          backups: [
            { id: '1', name: evil, outcome: 'failed', problem: { code: 'sync.gave-up', facts: { name: evil } } },
          ],
        }),
      ),
  });
  for (const argv of [['list', '--all-instances'], ['backup']]) {
    const { stdout, stderr } = await run(argv, app);
    expect(stdout + stderr).toContain('Backup');
    expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E]/u);
  }
});

describe('status begins with the answer to "am I safe?"', () => {
  it.each<[Partial<Status>, string]>([
    [{}, 'Everything is backed up. The newest verified backup in iCloud is 7 hours old.'],
    [{ safety: 'busy' }, 'Backing up now. The newest verified backup in iCloud is 7 hours old.'],
    [
      { safety: 'danger', problems: [{ code: 'icloud.trust-expired', facts: {} }] },
      'iCloud needs a code. The newest verified backup in iCloud is 7 hours old.',
    ],
    [
      { safety: 'warning', problems: [{ code: 'ha.instance-ambiguous', facts: {} }] },
      'Is this still the same Home Assistant? The newest verified backup in iCloud is 7 hours old.',
    ],
    [
      { safety: 'danger', newestVerified: null, problems: [{ code: 'ha.token-invalid', facts: {} }] },
      'Home Assistant rejected the access token. There is no verified backup in iCloud yet.',
    ],
    [
      { pausedUntil: '2026-11-21T13:00:00.000Z' },
      `Paused until ${formatWhen('2026-11-21T13:00:00.000Z', noon)}. The newest verified backup in iCloud is 7 hours old.`,
    ],
    [{ safety: 'waiting', newestVerified: null }, 'Waiting for the first backup.'],
    [{ safety: 'not-set-up', newestVerified: null }, 'Not set up yet.'],
  ])('%j', async (given, sentence) => {
    const { stdout } = await run(['status'], fakeApp({ status: () => Promise.resolve(aStatus(given)) }));
    expect(stdout.split('\n')[0]).toBe(sentence);
  });

  it('then tells age, next look, sign-in, and each problem with cause and next step', async () => {
    const problems = [{ code: 'icloud.sign-in-due', facts: { daysLeft: 9 } }] as const;
    const status = aStatus({ safety: 'warning', problems: [...problems], waiting: 2 });
    const { stdout } = await run(['status'], fakeApp({ status: () => Promise.resolve(status) }));
    expect(stdout).toContain('in 40 minutes');
    expect(stdout).toContain('12 days left (until 3 Dec 2026)');
    expect(stdout).toContain('2 to upload');
    expect(stdout).toMatch(
      /\(icloud\.sign-in-due\)\n {2}Why: .*9 days.*\n {2}Next: .*\n {2}Run: {2}ha-icloud-backup login/,
    );
  });

  it('asks nobody but the app for its status', async () => {
    const app = fakeApp();
    await run(['status'], app);
    expect(app.asked).toEqual([['status']]);
  });
});

it('a restore ends with the steps into a new Home Assistant', async () => {
  const { stdout, stderr } = await run(['restore', '1a2b', '--to', 'd']);
  expect(stdout).toContain(`${aRestore().file}\n`);
  expect(stderr).toMatch(/\n1\. Install Home Assistant/);
  expect((await run(['restore', '1a2b', '--to', 'd', '--quiet'])).stderr).toBe('');
});

it('check names what it found, and of a refused file only the reason', async () => {
  const defects = [{ kind: 'empty-part', part: 'core_ssh.tar.gz' }];
  const good = await run(
    ['check', 'f'],
    fakeApp({ check: () => Promise.resolve(aCheck({ verdict: 'defects', defects })) }),
  );
  expect(good.stdout).toContain('Encrypted  yes (SecureTar 3)');
  expect(good.stdout).toContain('a part is empty: core_ssh.tar.gz');
  expect(good.stdout).toContain("wouldn't count towards the backups that are always kept");
  const unlisted = [{ kind: 'unlisted-part', part: 'x.tar.gz' }];
  const counted = await run(
    ['check', 'f'],
    fakeApp({ check: () => Promise.resolve(aCheck({ verdict: 'defects', defects: unlisted })) }),
  );
  expect(counted.stdout).toContain('it would be stored like any other backup');
  const problem = { code: 'archive.torn', facts: {} } as const;
  const refused = await run(
    ['check', 'f'],
    fakeApp({ check: () => Promise.resolve(aCheck({ verdict: 'refused', problem })) }),
  );
  expect(refused.stdout).toContain('(archive.torn)');
  expect(refused.stdout + refused.stderr).not.toContain('Home Assistant was left alone');
});

it('a run tells what was stored, deleted and refused', async () => {
  const report = aReport({
    outcome: 'warnings',
    pruned: ['old.tar'],
    backups: [
      ...aReport().backups,
      { id: '2', name: 'Torn', outcome: 'refused', problem: { code: 'archive.torn', facts: {} } },
    ],
    warnings: [{ code: 'archive.torn', facts: {} }],
  });
  const { stdout, stderr } = await run(['backup'], fakeApp({ backUp: () => Promise.resolve(report) }));
  expect(stdout.split('\n').map((line) => line.trim().split(/ {2}/)[0])).toEqual([
    'Done in 4 minutes: stored 1 backup in iCloud (1.2 GB), deleted 1 old backup.',
    'stored',
    'rejected',
    'deleted',
    '',
  ]);
  expect(stderr.match(/\(archive\.torn\)/g)).toHaveLength(1);
});

it.each([...Object.keys(retention), ...Object.keys(left), 'new', 'later', 'sync.clock-skew'])(
  'the reason %s has words of its own',
  (reason) => {
    expect(describeReason(reason)).not.toBe(reason);
    expect(describeReason(reason)).toMatch(/^[a-zA-Z].{5,}/);
  },
);

describe('what comes from outside', () => {
  const nasty = 'a\u001B[2Jb\u009Bc\u202Ed\u2066e\uD800f\u2028g\u200F';
  const hostile = () => {
    const [first, ...rest] = aList().backups;
    const backups = [{ ...first, name: nasty, instance: nasty }, ...rest] as ReturnType<typeof aList>['backups'];
    return fakeApp({ list: () => Promise.resolve({ ...aList(), backups }) });
  };
  const acting = /[\p{Cc}\p{Cs}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

  it('acts on nothing that shows it, and is whole in JSON', async () => {
    const words = await run(['list', '--all-instances'], hostile());
    expect(words.stdout.replaceAll('\n', '')).not.toMatch(acting);
    const json = await run(['list', '--json'], hostile());
    expect(json.stdout.replaceAll('\n', '')).not.toMatch(acting);
    expect((JSON.parse(json.stdout) as ReturnType<typeof aList>).backups[0]?.name).toBe(nasty);
  });

  it.each([40, 100, Number.POSITIVE_INFINITY])('is cut before it is laid out in %d cells', (width) => {
    const before = process.memoryUsage.rss();
    for (const letter of ['x', 'ä', '👩‍👩‍👧', 'a\u0301', 'x ']) {
      const name = letter.repeat(240_000);
      const table = renderTable([{ title: 'NAME', cell: () => name, movable: true }], [1], width);
      expect(table.join('').length).toBeLessThan(10_000);
      expect(fitText(name, 40).length).toBeLessThan(600);
      expect(wrapText(name, width).join('').length).toBeLessThan(20_000);
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 ** 2);
  });

  it('is measured the same in pieces as at once', () => {
    const family = '👩‍👩‍👧';
    expect(textWidth(family.repeat(500))).toBe(1000);
    expect(textWidth(`${'x'.repeat(255)}${family}`)).toBe(257);
    expect(textWidth('a\u0301'.repeat(1000))).toBe(1000);
  });
});
