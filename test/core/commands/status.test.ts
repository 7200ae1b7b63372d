import { describe, expect, test } from 'vitest';
import { selectStatus, type StatusFacts } from '../../../src/core/commands/read-status.ts';
import type { HistoryEntry } from '../../../src/core/state/history.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { Status } from '../../../src/shared/status.ts';
import * as build from '../../support/domain-builders.ts';
import {
  aged,
  at,
  backupsOf,
  cloudSide,
  copyOf,
  factsOf,
  gates,
  homeSide,
  lastRun,
  needsUser,
  runEnd,
  running,
  settingsOf,
  stored,
} from '../../support/status-facts.ts';

const shortly = ({ safety, problems }: Status): [Status['safety'], string[]] => [
  safety,
  problems.map(({ code }) => code),
];

/** Its backups do not tell which Home Assistant it is; so many copies would go if they did. */
const ambiguous = (expired: number): Pick<StatusFacts, 'look'> => {
  const young = [7, 8, 9].map((hours) => copyOf(hours, `y${hours}`));
  const old = Array.from({ length: expired }, (_, index) => copyOf(24 * (20 + index), `o${index}`));
  return { look: { home: homeSide({ ambiguous: true }), cloud: cloudSide([...young, ...old]) } };
};
/** Home Assistant's newest backup is not encrypted, and it says since then that it encrypts them. */
const open = (encryptsSince: string): Pick<StatusFacts, 'look'> => {
  const backups = backupsOf(['b1', 7]).map((backup) => ({
    ...backup,
    copies: [{ agentId: 'backup.local', size: 1, protected: false }],
  }));
  return { look: { home: homeSide({ encryptsSince, backups }), cloud: cloudSide([copyOf(7)]) } };
};
const notRunning = { running: { ...running.running, isRun: false } };
const alsoUnpulled = (entry: HistoryEntry): HistoryEntry =>
  entry.kind === 'run-end' ? { ...entry, unpulled: true } : entry;

describe('am I safe?', () => {
  test.each<[what: string, facts: Partial<StatusFacts>, safety: Status['safety'], problems: string[]]>([
    ['a quiet day', {}, 'safe', []],
    ['a run goes on', running, 'busy', []],
    ['somebody else is at work, but at no run', notRunning, 'safe', []],
    ['nothing stored yet', stored(), 'waiting', []],
    ['nothing ever looked at', { look: {} }, 'waiting', []],
    ['the first run goes on', { ...stored(), ...running }, 'busy', []],
    [
      'not set up',
      { settings: settingsOf({ instances: [], appleId: null, trustedSince: null }) },
      'not-set-up',
      ['settings.not-set-up', 'icloud.not-signed-in'],
    ],
    ['no Home Assistant', { settings: settingsOf({ instances: [] }) }, 'not-set-up', ['settings.not-set-up']],
    ['not signed in', { settings: settingsOf({ appleId: null }) }, 'not-set-up', ['icloud.not-signed-in']],
    [
      'the token was refused',
      gates({ tokensRefused: { k3y0: { hash: 'x', code: 'ha.token-invalid' } } }),
      'danger',
      ['ha.token-invalid'],
    ],
    [
      'the token of another instance was refused',
      gates({ tokensRefused: { other: { hash: 'x', code: 'ha.token-invalid' } } }),
      'safe',
      [],
    ],
    ['Apple wants a sign-in', needsUser('icloud.trust-expired'), 'danger', ['icloud.trust-expired']],
    ['Apple wants an approval', needsUser('icloud.approval-needed'), 'danger', ['icloud.approval-needed']],
    ['iCloud is full', gates({ full: { since: at(build.hourMs), neededBytes: 5 } }), 'danger', ['cloud.full']],
    ['a backup was given up', gates({ backups: { b9: { failures: 4 } } }), 'danger', ['sync.gave-up']],
    ['a backup is tried again later', gates({ backups: { b9: { failures: 3 } } }), 'safe', []],
    [
      'a broken settings file',
      { settings: settingsOf({ review: { kept: 'settings.broken-1.json', lost: ['everything'] } }) },
      'danger',
      ['settings.broken'],
    ],
    ['a key that could be guessed is in use', { hasShortKey: true }, 'safe', ['secrets.key-short']],
    ['the last run failed: disk full', lastRun('disk.full'), 'danger', ['disk.full']],
    ['the last run failed: offline', lastRun('cloud.offline'), 'warning', ['cloud.offline']],
    ['the last run failed: away, and the newest copy is fresh', lastRun('ha.away'), 'safe', ['ha.away']],
    ['the last run failed: Home Assistant is off', lastRun('ha.unreachable'), 'safe', ['ha.unreachable']],
    ['away until the copy is late', { ...aged(28), ...lastRun('ha.away') }, 'warning', ['sync.stale', 'ha.away']],
    ['away before anything was stored', { ...stored(), ...lastRun('ha.away') }, 'waiting', ['ha.away']],
    ['the last run was cancelled', { history: runEnd(5, 'cancelled', 'sync.cancelled') }, 'safe', []],
    [
      'a run failed before the last',
      { history: [...runEnd(60, 'failed', 'disk.full'), ...runEnd(5, 'done')] },
      'safe',
      [],
    ],
    [
      'the sign-in ends soon',
      { settings: settingsOf({ trustedSince: build.daysAgo(22) }) },
      'warning',
      ['icloud.sign-in-due'],
    ],
    [
      'the sign-in has ended: said once',
      { settings: settingsOf({ trustedSince: build.daysAgo(31) }), ...needsUser('icloud.trust-expired') },
      'danger',
      ['icloud.trust-expired'],
    ],
    ['backups were missed', { history: runEnd(60, 'warnings', 'ha.unpulled') }, 'warning', ['ha.unpulled']],
    [
      'backups were missed, and the run failed besides',
      { history: [...runEnd(60, 'failed', 'disk.full').map(alsoUnpulled), ...runEnd(5, 'done')] },
      'warning',
      ['ha.unpulled'],
    ],
    ['an open backup although encryption is on', open(at(8 * build.hourMs)), 'warning', ['ha.encryption-ignored']],
    ['an open backup from before encryption was on', open(at(6 * build.hourMs)), 'safe', []],
    ['backups were missed eight days ago', { history: runEnd(8 * 1440, 'warnings', 'ha.unpulled') }, 'safe', []],
    ['who it is is unclear, and deletions wait for it', ambiguous(2), 'warning', ['ha.instance-ambiguous']],
    ['who it is is unclear, and nothing waits for it', ambiguous(0), 'safe', []],
    [
      'it turned out to be another one: that alone is asked',
      { ...ambiguous(2), ...lastRun('ha.instance-changed') },
      'danger',
      ['ha.instance-changed'],
    ],
    ['the newest is 27 hours old', aged(27), 'safe', []],
    ['the newest is 28 hours old', aged(28), 'warning', ['sync.stale']],
    ['the newest is three days and an hour old', aged(73), 'danger', ['sync.stale']],
    ['three days, made by hand', aged(73, 'never'), 'safe', []],
    ['eight days, made by hand', aged(8 * 24, 'never'), 'warning', ['sync.stale']],
    ['fifteen days, made by hand', aged(15 * 24, 'never'), 'danger', ['sync.stale']],
  ])('%s', (_, facts, safety, problems) => {
    expect(shortly(selectStatus(factsOf(facts)))).toEqual([safety, problems]);
  });

  test.each<[what: string, facts: Partial<StatusFacts>, safety: Status['safety']]>([
    ['not set up before danger', { settings: settingsOf({ instances: [] }), ...lastRun('disk.full') }, 'not-set-up'],
    ['danger before busy', { ...running, ...lastRun('disk.full') }, 'danger'],
    ['danger before waiting', { ...stored(), ...lastRun('disk.full') }, 'danger'],
    ['danger before a warning', { ...aged(28), ...lastRun('disk.full') }, 'danger'],
    ['stale before busy', { ...aged(100), ...running }, 'danger'],
    ['busy before waiting', { ...stored(), ...running }, 'busy'],
  ])('the worst wins: %s', (_, facts, safety) => {
    expect(selectStatus(factsOf(facts)).safety).toBe(safety);
  });

  test.each<[code: ErrorCode]>([['ha.unreachable'], ['ha.away'], ['ha.starting'], ['ha.protocol']])(
    '%s is over once Home Assistant was listed again, although such a look is no entry in the history',
    (code) => {
      const { safety, problems } = selectStatus(factsOf(lastRun(code, 60)));
      expect([safety, problems]).toEqual(['safe', []]);
    },
  );

  test('two problems at once are both told, each once', () => {
    const facts = factsOf({
      ...gates({ full: { since: at(1), neededBytes: 5 }, tokensRefused: { k3y0: { hash: 'x', code: 'ha.banned' } } }),
      ...lastRun('cloud.full'),
    });
    expect(shortly(selectStatus(facts))).toEqual(['danger', ['ha.banned', 'cloud.full']]);
  });
});
