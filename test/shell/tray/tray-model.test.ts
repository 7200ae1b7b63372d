import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { iconFile, trayIcon, trayIcons, type TrayIcon } from '../../../src/main/tray/tray-icon.ts';
import { trayLines } from '../../../src/main/tray/tray-lines.ts';
import { trayMenu, type MenuEntry } from '../../../src/main/tray/tray-menu.ts';
import { commands } from '../../../src/shared/contract/commands.ts';
import type { Running, ViewState } from '../../../src/shared/contract/views.ts';
import { describeProblem } from '../../../src/messages/problems.ts';
import { notSetUp, now, safeState, withProblem, withStatus } from '../support/view-state.ts';
import { formatWhen } from '../../../src/messages/dates.ts';

const running = (change: Partial<Running> = {}): ViewState =>
  withStatus(
    { safety: 'busy' },
    { running: { what: 'backup', activity: null, cancelling: false, since: '', secondsLeft: null, ...change } },
  );

const uploading = running({
  activity: {
    phase: 'transferring',
    upload: { name: 'Automatic backup', bytes: 42_000_000, total: 100_000_000, finishing: false },
    waiting: 0,
  },
  secondsLeft: 380,
});

const paused = withStatus({ pausedUntil: '2026-11-21T13:00:00.000Z' });
const locked: ViewState = { ...withProblem('secrets.locked', {}, { safety: 'warning' }), held: 'keychain' };
const waiting = withStatus({ safety: 'waiting', newestVerified: null });

const everything = 'Everything is backed up';
const age = expect.stringMatching(/^Last good backup: (?:today|yesterday) [\d:]+$/) as string;

describe('the first lines', () => {
  it.each<[string, ViewState, string, string, readonly RegExp[]]>([
    ['safe', safeState, everything, age, [/^Next check: in 40 minutes · iCloud sign-in: 12 days left$/]],
    ['not set up', notSetUp, 'Not set up yet', '', []],
    ['before the first backup', waiting, 'Waiting for the first backup', '', [/^Next check/]],
    ['another program runs', withStatus({ safety: 'busy' }), 'Backing up now', age, [/^Next check/]],
    ['uploading', uploading, 'Backing up now', 'Uploading 42% of 100 MB · 6 minutes left', [/^Next check/]],
    ['connecting', running(), 'Backing up now', 'Starting…', [/^Next check/]],
    ['restoring', running({ what: 'restore' }), 'Restoring a backup from iCloud', 'Starting…', [/^Next check/]],
    ['cancelling', running({ cancelling: true }), 'Backing up now', 'Cancelling…', [/^Next check/]],
    [
      'paused',
      paused,
      `Paused until ${formatWhen('2026-11-21T13:00:00.000Z', now)}`,
      age,
      [/^iCloud sign-in: 12 days left$/],
    ],
    [
      'on battery',
      withStatus({ nextRun: null }, { held: 'battery' }),
      everything,
      age,
      [/^Waiting until the computer is plugged in · iCloud sign-in: 12 days left$/],
    ],
    ['keychain shut', locked, describeProblem('secrets.locked', {}).title, age, []],
    [
      'before Home Assistant makes the next one',
      withStatus({ nextBackup: '2026-11-22T12:30:00.000Z' }),
      everything,
      age,
      [/^Next: (?:tomorrow|22 Nov,?|23 Nov,?) [\d:]+ · iCloud sign-in: 12 days left$/],
    ],
    ['signed out', withProblem('icloud.trust-expired'), 'iCloud needs a code', age, []],
    ['full', withProblem('cloud.full'), describeProblem('cloud.full', {}).title, age, []],
    ['paused once', withStatus({ pausedUntil: '2026-11-21T11:00:00.000Z' }), everything, age, [/^Next/]],
    [
      'on the last day',
      withStatus({ signIn: { account: 'm', daysLeft: 1, until: '', due: true } }),
      everything,
      age,
      [/1 day left$/],
    ],
    [
      'nothing proven',
      withStatus({ safety: 'warning', newestVerified: null }),
      'Waiting for the first backup',
      'No backup in iCloud yet',
      [/^Next/],
    ],
  ])('%s', (_, state, first, newest, more) => {
    const lines = trayLines(state, now);
    expect([lines.first, lines.second]).toEqual([first, newest]);
    expect(lines.more).toEqual(more.map((line) => expect.stringMatching(line) as string));
  });

  it('name the cause below what is under way, and danger above it', () => {
    const progress = 'Uploading 42% of 100 MB · 6 minutes left';
    const full = describeProblem('cloud.full', {}).title;
    const linesOf = (safety: 'warning' | 'danger'): readonly string[] => {
      const { status } = withProblem('cloud.full', {}, { safety });
      const { first, second, more } = trayLines({ ...uploading, status }, now);
      return [first, second, ...more];
    };
    expect(linesOf('warning')).toEqual(['Backing up now', progress, full]);
    expect(linesOf('danger')).toEqual([full, progress]);
  });

  it.each(['ha.unpulled', 'ha.away', 'cloud.offline', 'ha.instance-ambiguous'] as const)(
    'keep their dates below %s',
    (code) => {
      const { first, second: newest, more } = trayLines(withProblem(code, {}, { safety: 'warning' }), now);
      expect([first, newest]).toEqual([describeProblem(code, {}).title, age]);
      expect(more).toEqual([expect.stringMatching(/^Next check/)]);
    },
  );

  it('say below all that is well what wants to be known', () => {
    const { first, more } = trayLines(withProblem('ha.away', {}, { safety: 'safe' }), now);
    expect([first, more.at(-1)]).toEqual([everything, describeProblem('ha.away', {}).title]);
  });
});

describe('the icon', () => {
  it.each<[string, ViewState, TrayIcon]>([
    ['safe', safeState, 'ok'],
    ['not set up', notSetUp, 'empty'],
    ['before the first backup', waiting, 'empty'],
    ['a run', uploading, 'busy'],
    ['another program runs', withStatus({ safety: 'busy' }), 'busy'],
    ['late', withStatus({ safety: 'warning' }), 'warning'],
    ['danger', withStatus({ safety: 'danger' }), 'error'],
    ['signed out, but still fresh', withProblem('icloud.trust-expired', {}, { safety: 'warning' }), 'error'],
    ['paused', paused, 'paused'],
    ['on battery', withStatus({}, { held: 'battery' }), 'paused'],
    ['late and on battery', withStatus({ safety: 'warning' }, { held: 'battery' }), 'warning'],
    ['keychain shut', locked, 'paused'],
    ['paused in danger', withStatus({ safety: 'danger', pausedUntil: '2026-11-21T13:00:00.000Z' }), 'error'],
    ['a run in danger', { ...uploading, status: withStatus({ safety: 'danger' }).status }, 'busy'],
  ])('%s', (_, state, icon) => {
    expect(trayIcon(state, now)).toBe(icon);
  });

  it.each(['darwin', 'win32', 'linux'] as const)('has a file for every state on %s', (platform) => {
    for (const icon of trayIcons) {
      for (const desktop of ['KDE', 'ubuntu:GNOME', '']) {
        const { file, dense } = iconFile(icon, platform, desktop);
        for (const name of [file, ...dense.map((picture) => picture.file)]) {
          expect(existsSync(join('resources', 'icons', name)), name).toBe(true);
        }
      }
      if (platform === 'darwin') {
        expect(existsSync(join('resources', 'icons', iconFile(icon, platform).file.replace('.png', '@2x.png')))).toBe(
          true,
        );
      }
    }
  });
});

const flat = (entries: readonly MenuEntry[]): readonly MenuEntry[] =>
  entries.flatMap((entry) => (entry.type === 'submenu' ? [entry, ...flat(entry.entries)] : [entry]));
const ids = (state: ViewState): readonly string[] =>
  trayMenu(state, now, 'https://example.org/project').flatMap((entry) => ('id' in entry ? [entry.id] : []));

describe('the menu', () => {
  const common = ['open', 'restore', 'home-assistant', 'icloud', 'settings', 'updates', 'help', 'quit'];

  it.each<[string, ViewState, readonly string[]]>([
    ['safe', safeState, ['back-up', 'pause', ...common]],
    ['not set up', notSetUp, ['set-up', 'open', 'restore', 'updates', 'help', 'quit']],
    ['a run', uploading, ['cancel', 'pause', ...common]],
    ['paused', paused, ['back-up', 'resume', ...common]],
    [
      'sign-in due',
      withProblem('icloud.sign-in-due', {}, { safety: 'warning' }),
      ['back-up', 'pause', 'reconnect', 'problem', ...common],
    ],
    ['signed out', withProblem('icloud.trust-expired'), ['reconnect', 'back-up', 'pause', 'problem', ...common]],
    ['approval', withProblem('icloud.approval-needed'), ['approve', 'back-up', 'pause', 'problem', ...common]],
    ['another problem', withProblem('ha.token-invalid'), ['back-up', 'pause', 'problem', ...common]],
  ])('%s', (_, state, expected) => {
    expect(ids(state)).toEqual(expected);
  });

  it.each([safeState, notSetUp, uploading, paused, withProblem('icloud.trust-expired')])(
    'asks only for commands that there are, with input that they take (%#)',
    (state) => {
      for (const entry of flat(trayMenu(state, now, 'https://example.org/project'))) {
        if (entry.type !== 'action') continue;
        const { name, input } = entry.command;
        expect(commands[name].input.safeParse(input).success, entry.id).toBe(true);
      }
    },
  );

  it('names no page of a program that is published nowhere', () => {
    const all = (page?: string): readonly string[] =>
      flat(trayMenu(safeState, now, page)).flatMap((entry) => ('id' in entry ? [entry.id] : []));
    expect(all('https://example.org/project')).toEqual(expect.arrayContaining(['updates', 'report']));
    expect(all().filter((id) => id === 'updates' || id === 'report')).toEqual([]);
  });

  it('names a newer version in the place of the question for one', () => {
    const update = { version: '0.2.0', page: 'https://example.org/project/releases/tag/v0.2.0' };
    const entryOf = (state: ViewState): MenuEntry | undefined =>
      trayMenu(state, now, 'https://example.org/project').find((entry) => 'id' in entry && entry.id === 'updates');
    expect(entryOf(safeState)).toMatchObject({ label: 'Check for updates…' });
    for (const state of [safeState, notSetUp])
      expect(entryOf({ ...state, update })).toMatchObject({
        label: 'Version 0.2.0 is available…',
        command: { name: 'open', input: { place: 'release' } },
      });
  });

  it('cancels what runs', () => {
    const cancelOf = (state: ViewState): string | undefined =>
      flat(trayMenu(state, now, 'https://example.org/project')).flatMap((entry) =>
        entry.type === 'action' && entry.id === 'cancel' ? [entry.command.name] : [],
      )[0];
    expect(cancelOf(uploading)).toBe('backup.cancel');
    expect(cancelOf(running({ what: 'restore' }))).toBe('backups.restore-cancel');
  });
});
