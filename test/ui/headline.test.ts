import { describe, expect, it } from 'vitest';
import { heroView } from '../../renderer/main/hero-view.ts';
import { localizeState } from '../../src/main/ipc/localize.ts';
import { noticesOf } from '../../src/main/notify/notices.ts';
import { trayIcon } from '../../src/main/tray/tray-icon.ts';
import { trayLines } from '../../src/main/tray/tray-lines.ts';
import { places } from '../../src/shared/contract/places.ts';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { actionsOf, isMild, retryOf } from '../../src/shared/problems/rules.ts';
import { describeProblem } from '../../src/messages/problems.ts';
import { cures } from '../../src/messages/en/windows/common.ts';
import { now, withProblem } from '../shell/support/view-state.ts';

const codes = errorCodes;

/** Facts that make a title more exact: it has to be the same one everywhere. */
const facts = { level: 'stale', ageHours: 80, daysLeft: 4, backups: 3, lost: 'everything', kinds: 'app-missing' };

const cases = codes.flatMap((code) => [
  [code, 'danger'] as const,
  ...(isMild({ code, facts: {} }) ? [[code, 'warning'] as const] : []),
]);

/** Without a button: time alone ends it, or it lies outside of any window. Each is a decision. */
const without = [
  'cloud.copy-pinned',
  'ha.backup-gone',
  'icloud.code-limit',
  'cloud.throttled',
  'cloud.not-found',
  'cloud.marker-unwritten',
  'icloud.region',
  'secrets.key-short',
  'sync.running',
  'sync.cancelled',
  'sync.clock-skew',
  'restore.no-copy',
  'restore.target-exists',
];

/** What is met in the middle of a command of one's own, which says itself what to do: files, keys, restores. */
const ofTerminal =
  /^(?:file|inside|keys|proof|salvage)\.|^restore\.(?:failed|home-|key-|no-such|not-|nothing-|other-|refused|upload-|wrong-)/;

describe('one sentence everywhere', () => {
  it.each(cases)('%s in %s', (code, safety) => {
    const state = withProblem(code, facts, { safety });
    const { title } = describeProblem(code, facts);
    const { first, second } = trayLines(state, now);
    expect(first).toBe(title);
    expect(heroView(localizeState(state), now).title).toBe(title);
    // How old the newest backup is soothes nobody alone: it stands below the cause.
    expect(first).not.toBe(second);
    // Whatever is wrong, the second line is the same one: how much would be lost today.
    expect(heroView(localizeState(state), now).lines[0]).toBe(second);
    expect(['warning', 'error']).toContain(trayIcon(state, now));
    const spoken = noticesOf(state, new Date('2026-11-21T12:00:00')).filter(({ id }) => !id.startsWith('stored'));
    for (const cause of spoken) expect(cause.title).toBe(title);
  });
});

describe('one cure', () => {
  it('is there for every problem, or deliberately not', () => {
    const found = codes.filter((code) => actionsOf(code).length === 0 && !ofTerminal.test(code));
    expect(found.toSorted()).toEqual(without.toSorted());
  });

  it.each(codes)('%s: each action once, and with words of its own', (code) => {
    const labels = actionsOf(code).map((action) => cures[action]);
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label).not.toBe('');
  });

  it.each(codes.filter((code) => retryOf(code) === 'never'))('%s is not tried again', (code) => {
    expect(actionsOf(code)).not.toContain('try-again');
  });

  it('never asks Apple for a code again by a mere second try', () => {
    for (const code of codes.filter((one) => /^icloud\.(code|password|account|trust|sign-in)/.test(one)))
      expect(actionsOf(code)).not.toContain('try-again');
  });

  it.each([
    ['icloud.terms-pending', 'cloud-web'],
    ['icloud.session-refused', 'cloud-web'],
    ['icloud.account-locked', 'apple-account'],
    ['cloud.full', 'make-space'],
  ] as const)('%s: first the place without which the cure fails', (code, place) => {
    expect([...places, 'make-space']).toContain(place);
    expect(actionsOf(code)[0]).toBe(place);
  });
});
