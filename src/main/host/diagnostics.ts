import { isIPv6 } from 'node:net';
import { release } from 'node:os';
import { isPublic } from '../../core/home-assistant/address.ts';
import type { LogLine, ViewState } from '../../shared/contract/views.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import type { Choices } from '../../shared/settings/outline.ts';
import type { AnyChoice } from '../../shared/settings/setting.ts';
import { desktopSettings, userSettings } from '../../shared/settings/table.ts';
import type { UserSettings } from '../../shared/user-settings.ts';

export interface DiagnosticFacts {
  readonly state: ViewState;
  readonly settings: UserSettings;
  readonly log: readonly LogLine[];
  readonly redact: (text: string) => string;
}

/**
 * What helps to find a problem and says nothing about its owner: for a public report. Whatever is told is chosen here by
 * name: versions, codes, states, counts and moments. A fact that is new in the state stays out of it.
 */
export const diagnosticsText = ({ state, settings, log, redact }: DiagnosticFacts): string => {
  const { app } = state;
  const versionOf: Readonly<Record<string, string | undefined>> = process.versions;
  const electron = versionOf['electron'] ?? 'none';
  const node = process.version;
  const versions = `version ${app.version} · ${app.platform} ${release()} ${process.arch} · Electron ${electron} · Node ${node}`;
  const facts = { ...statusFacts(state.status), ...appFacts(state), settings: settingFacts(userSettings, settings) };
  const hide = hiding(state.status, settings);
  const lines = log.map(({ at, level, text }) => `${at} ${level} ${hide(text)}`);
  return redact([versions, '', JSON.stringify(facts, null, 2), '', ...lines, ''].join('\n'));
};

const codesOf = (problems: readonly Problem[]): string[] => problems.map(({ code }) => code);

const statusFacts = (status: Status) => {
  const { newestVerified, lastRun, signIn, home, icloud } = status;
  return {
    safety: status.safety,
    problems: codesOf(status.problems),
    waiting: status.waiting,
    nextRun: status.nextRun,
    pausedUntil: status.pausedUntil,
    lockedSince: status.running?.since ?? null,
    secretStore: status.secretStore,
    newestVerified: newestVerified && { date: newestVerified.date, confirmedAt: newestVerified.confirmedAt },
    lastRun: lastRun && {
      started: lastRun.started,
      finished: lastRun.finished,
      outcome: lastRun.outcome,
      code: lastRun.problem?.code ?? null,
    },
    signIn: signIn && { daysLeft: signIn.daysLeft, until: signIn.until, due: signIn.due },
    home: home && {
      address: addressKind(home.url),
      version: home.version,
      seenAt: home.seenAt,
      backups: home.backups,
    },
    icloud: { seenAt: icloud.seenAt, backups: icloud.backups, bytes: icloud.bytes },
  };
};

const appFacts = ({ app, running, held, signIn, days, loginItem, desktop }: ViewState) => ({
  running: running && {
    what: running.what,
    phase: running.activity?.phase ?? null,
    cancelling: running.cancelling,
    since: running.since,
  },
  held,
  signInStep: signIn.step,
  signInProblem: 'problem' in signIn ? (signIn.problem?.code ?? null) : null,
  days: days.map(({ day, state, stored }) => `${day} ${state} ${stored}`),
  tray: app.hasTray,
  loginItem: { supported: loginItem.supported, enabled: loginItem.enabled, refused: loginItem.refused },
  desktop: settingFacts(desktopSettings, { ...desktop }),
});

/** As the settings table says of each: the value, or only whether there is one, or how many. */
const settingFacts = (rows: Choices, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const told = ([name, { diagnostics }]: readonly [string, AnyChoice]): readonly (readonly [string, unknown])[] => {
    const value = values[name];
    if (diagnostics === 'value') return [[name, value]];
    if (diagnostics === 'count') return [[name, Array.isArray(value) ? value.length : null]];
    return diagnostics === 'whether' ? [[`has${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value !== null]] : [];
  };
  return Object.fromEntries(Object.entries(rows).flatMap(told));
};

/** `https, private`: whether the token travels in the open, and how far. */
const addressKind = (address: string): string => {
  if (!URL.canParse(address)) return 'unknown';
  const { protocol, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/gu, '');
  return `${protocol.replace(':', '')}, ${isPublic(host) ? 'public' : 'private'}`;
};

/** Apple's own hosts tell nothing of anybody, and say which service failed. */
const apples = /(?:^|\.)(?:apple|icloud|icloud-content)\.com(?:\.cn)?(?::\d+)?$/i;

const isMac = (text: string): boolean => /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text);

/** Names of archives and manifests begin with the home's name; every other address is somebody's, too. */
const shapes: readonly (readonly [RegExp, string | ((match: string, ...parts: string[]) => string)])[] = [
  [/[^\s"'\\/]+_\d{4}-\d{2}-\d{2}_\d{4}_[^\s"'\\/]+\.(?:tar|manifest\.json)/g, '[archive]'],
  [
    /\b([a-z][a-z0-9+.-]*:\/\/)([^\s"'\\/]+)/gi,
    (match, scheme = '', host = '') => (apples.test(host) ? match : `${scheme}[host]`),
  ],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '[address]'],
  [/(?<!\w)(?:[0-9a-f]*:){2,}[0-9a-f]+(?!\w)/gi, (match) => (isIPv6(match) || isMac(match) ? '[address]' : match)],
  [/\b[\w-]+\.(?:local|lan|home|internal|fritz\.box|home\.arpa)\b/gi, '[host]'],
];

/** Takes out of a line of the log what this home and this computer are called. */
const hiding = (status: Status, { computerName, proxy }: UserSettings): ((text: string) => string) => {
  const { home, icloud, newestVerified } = status;
  const words: [string | null | undefined, string][] = [
    [home && hostOf(home.url), '[host]'],
    [proxy !== null ? hostOf(proxy) : null, '[host]'],
    [home?.name, '[home]'],
    ...(icloud.folder?.split('/') ?? []).map((part): [string, string] => [part, '[folder]']),
    [newestVerified?.name, '[backup]'],
    [computerName, '[computer]'],
  ];
  const known = words
    .filter((word): word is [string, string] => (word[0]?.trim() ?? '').length >= shortestName)
    .sort(([a], [b]) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const [shape, sign] of shapes)
      clean = typeof sign === 'string' ? clean.replace(shape, sign) : clean.replace(shape, sign);
    for (const [word, sign] of known) clean = clean.replace(wholeWord(word), sign);
    return clean;
  };
};

/** Anything shorter would make holes into every line. */
const shortestName = 3;

const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).hostname : null);

/** "Home" is a usual name of a home, and Home Assistant is meant for itself. */
const wholeWord = (word: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\p{L}\\p{N}]|[ -]Assistant)`,
    'giu',
  );
