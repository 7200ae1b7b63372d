import { blocksCloud, signInCureOf } from '../../shared/problems/rules.ts';
import type { CommandInput, CommandName } from '../../shared/contract/commands.ts';
import { comesDown, type ViewState } from '../../shared/contract/views.ts';
import { projectPage } from '../../shared/project-page.ts';
import { withoutControls } from '../../shared/safe-text.ts';
import { pauseOf } from '../../shared/status-rules.ts';
import { trayLines } from './tray-lines.ts';
import { messages } from '../../messages/messages.ts';

/** A command with the input that belongs to it. */
export type MenuCommand = {
  [Name in CommandName]: { readonly name: Name; readonly input: CommandInput<Name> };
}[CommandName];

export type MenuEntry =
  | { readonly type: 'line'; readonly label: string }
  | { readonly type: 'separator' }
  | { readonly type: 'action'; readonly id: string; readonly label: string; readonly command: MenuCommand }
  | { readonly type: 'quit'; readonly id: string; readonly label: string }
  | { readonly type: 'submenu'; readonly id: string; readonly label: string; readonly entries: readonly MenuEntry[] };

type Words = typeof messages.tray;

/** Each system capitalizes its menus in its own way. */
const wordsOn = (platform: ViewState['app']['platform']): Words =>
  platform === 'darwin' ? { ...messages.tray, ...messages.trayOnMac } : messages.tray;

const separator: MenuEntry = { type: 'separator' };

const action = <Name extends CommandName>(
  id: string,
  label: string,
  name: Name,
  input: CommandInput<Name>,
): MenuEntry => ({ type: 'action', id, label, command: { name, input } as unknown as MenuCommand });

/** The same order on all systems (facts#tray-menu). The first lines tell the truth, also where no tooltip is shown. */
export const trayMenu = (state: ViewState, now: Date, page = projectPage): readonly MenuEntry[] => {
  const { first, second, more } = trayLines(state, now);
  const words = wordsOn(state.app.platform);
  const lines = [first, second, ...more].filter((line) => line !== '');
  const setUp = state.status.safety !== 'not-set-up';
  return [
    ...lines.map((label) => ({ type: 'line', label }) as const),
    separator,
    ...(setUp ? workEntries(state, now, words) : [action('set-up', words.setUp, 'window.show', { page: 'setup' })]),
    separator,
    action('open', words.open, 'window.show', { page: setUp ? 'home' : 'setup' }),
    action('restore', words.restore, 'window.show', { page: 'restore' }),
    ...(setUp ? placeEntries(words) : []),
    separator,
    ...(setUp ? [action('settings', words.settings, 'window.show', { page: 'settings' })] : []),
    // Nothing installs itself: the page shows what there is. A program that is published nowhere has none.
    ...(page === undefined ? [] : [updatesEntry(state, words)]),
    { type: 'submenu', id: 'help', label: words.help, entries: helpEntries(page !== undefined, words) },
    separator,
    { type: 'quit', id: 'quit', label: words.quit },
  ];
};

const updatesEntry = ({ update }: ViewState, words: Words): MenuEntry =>
  action('updates', update ? words.newer(withoutControls(update.version)) : words.updates, 'open', {
    place: 'release',
  });

const placeEntries = (words: Words): readonly MenuEntry[] => [
  action('home-assistant', words.openHomeAssistant, 'open', { place: 'home-assistant-backups' }),
  action('icloud', words.openICloud, 'open', { place: 'cloud-folder' }),
];

const helpEntries = (isPublished: boolean, words: Words): readonly MenuEntry[] => [
  action('diagnostics', words.copyDiagnostics, 'diagnostics.copy', {}),
  action('logs', words.logs, 'open', { place: 'logs' }),
  ...(isPublished ? [action('report', words.report, 'open', { place: 'report-problem' })] : []),
];

const workEntries = (state: ViewState, now: Date, words: Words): readonly MenuEntry[] => {
  const blocking = state.status.problems.some(({ code }) => blocksCloud(code));
  const reconnect = reconnectEntries(state, words);
  const problem = state.status.problems.length > 0;
  return [
    ...(blocking ? reconnect : []),
    runEntry(state, words),
    pauseEntry(state, now, words),
    ...(blocking ? [] : reconnect),
    ...(problem ? [action('problem', words.showProblem, 'window.show', { page: 'home' })] : []),
  ];
};

/** Never both of them. A new backup is what people expect of these words, not only the copying of old ones. */
const runEntry = ({ running }: ViewState, words: Words): MenuEntry => {
  if (running && comesDown(running.what)) return action('cancel', words.cancel, 'backups.restore-cancel', {});
  if (running) return action('cancel', words.cancel, 'backup.cancel', {});
  return action('back-up', words.backUpNow, 'backup.start', { create: true });
};

const pauseEntry = ({ status }: ViewState, now: Date, words: Words): MenuEntry =>
  pauseOf(status, now) !== null
    ? action('resume', words.resume, 'resume', {})
    : {
        type: 'submenu',
        id: 'pause',
        label: words.pause,
        entries: [
          action('pause-hour', words.forAnHour, 'pause', { for: 'hour' }),
          action('pause-tomorrow', words.untilTomorrow, 'pause', { for: 'tomorrow' }),
        ],
      };

/** Only where a new sign-in is due; being asked for nothing would teach people to ignore it. */
const reconnectEntries = ({ status }: ViewState, words: Words): readonly MenuEntry[] => {
  const cures = status.problems.map(({ code }) => signInCureOf(code));
  if (cures.includes('approve')) return [action('approve', words.approve, 'window.show-prompt', {})];
  return cures.includes('reconnect') ? [action('reconnect', words.reconnect, 'window.show-prompt', {})] : [];
};
