import { expect, it } from 'vitest';
import { describeProblem } from '../../src/messages/problems.ts';
import { describeReason } from '../../src/messages/reasons.ts';
import { trayMenu, type MenuEntry } from '../../src/main/tray/tray-menu.ts';
import { trayLines } from '../../src/main/tray/tray-lines.ts';
import { noticesOf } from '../../src/main/notify/notices.ts';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { homeCases } from '../ui/states/home.ts';
import { now } from '../ui/states/view-state.ts';
import { dataIn, plainWords } from './plain-text.ts';

const labelsOf = (entries: readonly MenuEntry[]): readonly string[] =>
  entries.flatMap((entry) => [
    ...('label' in entry ? [entry.label] : []),
    ...('entries' in entry ? labelsOf(entry.entries) : []),
  ]);

it.each(homeCases.map(({ name, state }) => [name, state] as const))('menu and tooltip: %s', (_name, state) => {
  const { first, second, more } = trayLines(state, now);
  const data = dataIn(state);
  const texts = [...labelsOf(trayMenu(state, now, 'https://example.org')), first, second, ...more];
  expect(texts.map((text) => plainWords(text, data)).filter((text) => text !== '')).toEqual([]);
});

it.each(homeCases.map(({ name, state }) => [name, state] as const))('notifications: %s', (_name, state) => {
  const data = dataIn(state);
  const texts = noticesOf(state, now).flatMap(({ title, body }) => [title, body]);
  expect(texts.map((text) => plainWords(text, data)).filter((text) => text !== '')).toEqual([]);
});

it('problems and reasons', () => {
  const words = errorCodes.flatMap((code) => {
    const { title, cause, next } = describeProblem(code);
    return [title, cause, next];
  });
  const texts = [...words, ...['new', 'later', 'expired', 'stored', 'cloud.offline'].map(describeReason)];
  expect(texts.map((text) => plainWords(text, dataIn())).filter((text) => text !== '')).toEqual([]);
});
