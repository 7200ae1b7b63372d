import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureText } from '../../../src/main/failure.ts';
import { localize, localizeState } from '../../../src/main/ipc/localize.ts';
import { noticesOf } from '../../../src/main/notify/notices.ts';
import { trayLines } from '../../../src/main/tray/tray-lines.ts';
import { trayMenu, type MenuEntry } from '../../../src/main/tray/tray-menu.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import { errorCodes } from '../../../src/shared/error-codes.ts';
import { acting, aHostileName, poisoned } from '../../support/hostile-names.ts';
import { backups, longTexts, safeState, stateWith } from '../../ui/states/view-state.ts';
import { now } from '../support/view-state.ts';

const codes = errorCodes;

/** A fact of every name that words make use of, all of them a stranger's. */
const factsOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    (
      'name folder archive path file target url to from host subject issuer system agent what store homes id backup found ' +
      'needed reason why problem field setting variable since noticed place location'
    )
      .split(' ')
      .map((fact) => [fact, name]),
  );

/** Texts with the path at which they stand, but those by which a window asks for something again. */
const textsOf = (value: unknown, path = ''): [path: string, text: string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    ['id', 'remote', 'archive'].includes(name) ? [] : textsOf(part, `${path}.${name}`),
  );
};

const shownBy = (entries: readonly MenuEntry[]): string[] =>
  entries.flatMap((entry) => {
    if (entry.type === 'separator') return [];
    return [entry.label, ...(entry.type === 'submenu' ? shownBy(entry.entries) : [])];
  });

const linesOf = (state: ViewState): string[] => {
  const { first, second, more } = trayLines(state, now);
  return [first, second, ...more];
};

const withUpdate = stateWith({}, { update: { version: '1.1.0', page: 'https://example.org' } });

describe('what a stranger wrote', () => {
  it('acts in no window, wherever it stands', () => {
    fc.assert(
      fc.property(aHostileName, fc.constantFrom(...codes), (name, code) => {
        const problem = { code, facts: factsOf(name) };
        const told = poisoned({ backups, text: name, list: [name] }, name);
        const answer = localize({ ...told, problem }, { backups: ['backup'], problem: 'problem' });
        const states = poisoned([safeState, longTexts], name).map(localizeState);
        for (const [path, text] of textsOf({ answer, states })) expect(text, path).not.toMatch(acting);
      }),
      { numRuns: 150 },
    );
  });

  it('names the same thing again when a window asks for it', () => {
    fc.assert(
      fc.property(aHostileName, (name) => {
        for (const { id, remote } of localize(poisoned(backups, name), ['backup'])) {
          expect(id).toBe(name);
          if (remote !== null) expect(remote).toBe(name);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('acts neither in the menu, nor in a notification, nor in the box that ends the app', () => {
    fc.assert(
      fc.property(aHostileName, fc.constantFrom(...codes), (name, code) => {
        const problem = { code, facts: factsOf(name) };
        const desktop = { ...safeState.desktop, notifySuccess: true };
        for (const each of [safeState, longTexts, withUpdate]) {
          const state = poisoned(each, name);
          const inTrouble = {
            ...state,
            desktop,
            update: each.update && { ...each.update, version: name },
            status: { ...state.status, safety: 'danger', problems: [problem] },
          } as ViewState;
          const shown = [
            ...linesOf(inTrouble),
            ...linesOf(state),
            ...shownBy(trayMenu(inTrouble, now, 'https://example.org/project')),
            ...noticesOf(inTrouble, now).flatMap(({ title, body }) => [title, body]),
          ];
          for (const text of shown) expect(text).not.toMatch(acting);
        }
        expect(failureText(new AppError(code, problem.facts), undefined).replaceAll('\n', '')).not.toMatch(acting);
      }),
      { numRuns: 150 },
    );
  });
});
