import { aSalvage, someContents } from '../../cli/a-look-inside.ts';
import type { RestoreResult } from '../../../src/shared/status.ts';
import { aMixedReport } from '../../cli/a-doctor.ts';
import { aKeyCheck } from '../../cli/some-keys.ts';
import { aLadder, aTest } from '../../cli/a-ladder.ts';
import { expect, it } from 'vitest';
import { localizeAnswer, localizeState } from '../../../src/main/ipc/localize.ts';
import { commands, type CommandName, type CommandOutput } from '../../../src/shared/contract/commands.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import type { Problem } from '../../../src/shared/run-report.ts';
import { checks } from '../../ui/states/file.ts';
import { homeCases } from '../../ui/states/home.ts';
import { found } from '../../ui/states/found.ts';
import { backups, hoursFromNow, longBackups, safeState, stateWith } from '../../ui/states/view-state.ts';

const problem: Problem = { code: 'ha.away', facts: { since: hoursFromNow(-1) } };
const ofProblem = 'actions blocksCloud cause next preventsBackUp title';

const at = (path: string, name: string): string =>
  [path, /^\d+$/.test(name) ? '*' : name].filter((part) => part !== '').join('.');

/** Every place at which words were put beside what was told, with their names; elsewhere nothing may have changed. */
const placesOf = (told: unknown, words: unknown, path = ''): [place: string, added: string][] => {
  if (typeof told !== 'object' || told === null) {
    expect(words, path).toBe(told);
    return [];
  }
  const [before, after] = [Object.entries(told), new Map(Object.entries(words as object))];
  const added = [...after].filter(([name]) => !Object.hasOwn(told, name));
  for (const [name, value] of added) expect(value, `${path} ${name}`).toBeDefined();
  const names = added.map(([name]) => name).sort();
  return [
    ...(names.length === 0 ? [] : [[path, names.join(' ')] as [string, string]]),
    ...before.flatMap(([name, part]) => placesOf(part, after.get(name), at(path, name))),
  ];
};

const placesIn = (...pairs: (readonly [told: unknown, words: unknown])[]): Record<string, string> =>
  Object.fromEntries(pairs.flatMap(([told, words]) => placesOf(told, words)).sort());

const signIns: readonly ViewState['signIn'][] = [
  { step: 'ready', account: 'm…@example.com', problem },
  { step: 'password', account: null, problem },
  { step: 'device-code', account: 'm…@example.com', resendAt: hoursFromNow(0), problem },
  { step: 'choose-phone', phones: [{ id: '1', label: '•• 12' }], problem },
  { step: 'phone-code', phone: '•• 12', resendAt: hoursFromNow(0), problem },
  { step: 'ask-again', resendAt: hoursFromNow(0), problem },
  { step: 'approval-needed', problem },
];

it('every state of the windows has words where its type says so, and nowhere else', () => {
  const failed = { started: hoursFromNow(-1), finished: hoursFromNow(-1), outcome: 'failed', problem } as const;
  const states = [
    safeState,
    ...homeCases.map(({ state }) => state),
    stateWith({}, { doctor: { ...aMixedReport(), endedAt: null } }),
    ...signIns.map((signIn) => stateWith({ lastRun: failed }, { signIn })),
  ];
  expect(placesIn(...states.map((state) => [state, localizeState(state)] as const))).toEqual({
    '': 'spoken',
    'doctor.lines.*.problem': ofProblem,
    'running.activity': 'line',
    'signIn.problem': ofProblem,
    'status.lastRun.problem': ofProblem,
    'status.problems.*': ofProblem,
  });
});

const saved: RestoreResult = {
  file: 'Home.tar',
  bytes: 1,
  sha256: 'a',
  id: 'a',
  name: 'Home',
  protected: true,
  haVersion: '2026.11.2',
  instanceName: 'Home',
};
const contents = someContents();
const lookedInside = {
  ...contents,
  parts: contents.parts.map((part) => ({ ...part, problem })),
  problems: [problem],
};

/** Each command whose answer speaks in codes. */
const outputs: { readonly [Name in CommandName]?: readonly [CommandOutput<Name>, Readonly<Record<string, string>>] } = {
  'backups.list': [
    { backups: [...backups, ...longBackups], problems: [problem] },
    { 'backups.*': 'because proof shortcomings trouble why', 'problems.*': ofProblem },
  ],
  'backups.test': [
    aTest({ verdict: 'failed', problem, levels: aLadder(true, true, false).map((level) => ({ ...level, problem })) }),
    { problem: ofProblem, 'levels.*.problem': ofProblem },
  ],
  'keys.check': [aKeyCheck({}, { problem }), { problem: ofProblem }],
  'backups.restore-several': [{ saved: 1, folder: '/home/maria', problem }, { problem: ofProblem }],
  'backups.restore': [saved, { '': 'key traps ways' }],
  'restored.read': [{ restored: saved, at: hoursFromNow(-1), ticks: [] }, { restored: 'key traps ways' }],
  'restored.tick': [{ restored: saved, at: hoursFromNow(-1), ticks: ['0.1'] }, { restored: 'key traps ways' }],
  'backups.check-home': [
    { name: 'Home', url: 'http://ha.local', version: '2026.8.1', trap: problem },
    { trap: ofProblem },
  ],
  'backups.contents': [lookedInside, { 'parts.*.problem': ofProblem, 'problems.*': ofProblem }],
  'file.contents': [lookedInside, { 'parts.*.problem': ofProblem, 'problems.*': ofProblem }],
  'file.check': [
    { ...checks.torn, levels: aLadder(true, true, false).map((level) => ({ ...level, problem })) },
    { problem: ofProblem, 'levels.*.problem': ofProblem },
  ],
  'backups.salvage': [{ ...aSalvage(), problems: [problem] }, { 'problems.*': ofProblem }],
  'retention.preview': [
    {
      dryRun: true,
      held: problem,
      removed: ['a.tar'],
      backups: [{ id: 'a', name: 'A', archive: 'a.tar', date: hoursFromNow(-1), next: 'later', reason: 'expired' }],
    },
    { held: ofProblem },
  ],
  'setup.connect': [found, { 'warnings.*': ofProblem }],
  'setup.sign-in': [found, { 'warnings.*': ofProblem }],
  'setup.improve-home': [found, { 'warnings.*': ofProblem }],
  'setup.move': [found, { 'warnings.*': ofProblem }],
  'settings.remove-from-computer': [
    { removed: ['apple'], kept: ['iCloud Drive'], problems: [problem] },
    { 'problems.*': ofProblem },
  ],
  'settings.other-computers': [[{ id: 'a', name: 'Attic', copies: 1, newestAt: hoursFromNow(-1), adopted: true }], {}],
  'activity.read': [
    [
      {
        kind: 'run',
        at: hoursFromNow(-1),
        trigger: 'user',
        outcome: 'failed',
        problem,
        stored: 0,
        pruned: 0,
      },
      { kind: 'backup', at: hoursFromNow(-1), what: 'failed', name: 'A', bytes: null, problem },
      { kind: 'sign-in', at: hoursFromNow(-1), what: 'needed', problem },
    ],
    { '*.problem': ofProblem },
  ],
  'activity.log': [[{ at: hoursFromNow(-1), level: 'warn', text: 'ha.away' }], {}],
};

const names = Object.keys(outputs) as (keyof typeof outputs)[];
it.each(names)('the answer of %s, too', (name) => {
  const [told, places] = outputs[name] ?? [];
  expect(placesIn([told, localizeAnswer(name, told as never)])).toEqual(places);
});

it('these are all the commands whose answers speak in codes', () => {
  const marked = Object.entries(commands).filter(([, { marks }]) => marks !== undefined);
  const withWords = Object.entries(outputs).filter(([, [, places]]) => Object.keys(places).length > 0);
  expect(marked.map(([name]) => name).sort()).toEqual(withWords.map(([name]) => name).sort());
});
