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

const separator: MenuEntry = { type: 'separator' };

const action = <Name extends CommandName>(
  id: string,
  label: string,
  name: Name,
  input: CommandInput<Name>,
): MenuEntry => ({ type: 'action', id, label, command: { name, input } as unknown as MenuCommand });

/** The same order on all systems (facts#tray-menu). The first lines tell the truth, also where no tooltip is shown. */
export const trayMenu = (state: ViewState, now: Date, page = projectPage): readonly MenuEntry[] => {
  const { first, newest, more } = trayLines(state, now);
  const lines = [first, newest, ...more].filter((line) => line !== '');
  const setUp = state.status.safety !== 'not-set-up';
  return [
    ...lines.map((label) => ({ type: 'line', label }) as const),
    separator,
    ...(setUp ? workEntries(state, now) : [action('set-up', messages.tray.setUp, 'window.show', { page: 'setup' })]),
    separator,
    action('open', messages.tray.open, 'window.show', { page: setUp ? 'home' : 'setup' }),
    action('restore', messages.tray.restore, 'window.show', { page: 'restore' }),
    ...(setUp ? placeEntries() : []),
    separator,
    ...(setUp ? [action('settings', messages.tray.settings, 'window.show', { page: 'settings' })] : []),
    // Nothing installs itself: the page shows what there is. A program that is published nowhere has none.
    ...(page === undefined ? [] : [updatesEntry(state)]),
    { type: 'submenu', id: 'help', label: messages.tray.help, entries: helpEntries(page !== undefined) },
    separator,
    { type: 'quit', id: 'quit', label: messages.tray.quit },
  ];
};

const updatesEntry = ({ update }: ViewState): MenuEntry =>
  action('updates', update ? messages.tray.newer(withoutControls(update.version)) : messages.tray.updates, 'open', {
    place: 'release',
  });

const placeEntries = (): readonly MenuEntry[] => [
  action('home-assistant', messages.tray.openHomeAssistant, 'open', { place: 'home-assistant-backups' }),
  action('icloud', messages.tray.openICloud, 'open', { place: 'cloud-folder' }),
];

const helpEntries = (isPublished: boolean): readonly MenuEntry[] => [
  action('diagnostics', messages.tray.copyDiagnostics, 'diagnostics.copy', {}),
  action('logs', messages.tray.logs, 'open', { place: 'logs' }),
  ...(isPublished ? [action('report', messages.tray.report, 'open', { place: 'report-problem' })] : []),
];

const workEntries = (state: ViewState, now: Date): readonly MenuEntry[] => {
  const blocking = state.status.problems.some(({ code }) => blocksCloud(code));
  const reconnect = reconnectEntries(state);
  const problem = state.status.problems.length > 0;
  return [
    ...(blocking ? reconnect : []),
    runEntry(state),
    pauseEntry(state, now),
    ...(blocking ? [] : reconnect),
    ...(problem ? [action('problem', messages.tray.showProblem, 'window.show', { page: 'home' })] : []),
  ];
};

/** Never both of them. A new backup is what people expect of these words, not only the copying of old ones. */
const runEntry = ({ running }: ViewState): MenuEntry => {
  if (running && comesDown(running.what)) return action('cancel', messages.tray.cancel, 'backups.restore-cancel', {});
  if (running) return action('cancel', messages.tray.cancel, 'backup.cancel', {});
  return action('back-up', messages.tray.backUpNow, 'backup.start', { create: true });
};

const pauseEntry = ({ status }: ViewState, now: Date): MenuEntry =>
  pauseOf(status, now) !== null
    ? action('resume', messages.tray.resume, 'resume', {})
    : {
        type: 'submenu',
        id: 'pause',
        label: messages.tray.pause,
        entries: [
          action('pause-hour', messages.tray.forAnHour, 'pause', { for: 'hour' }),
          action('pause-tomorrow', messages.tray.untilTomorrow, 'pause', { for: 'tomorrow' }),
        ],
      };

/** Only where a new sign-in is due; being asked for nothing would teach people to ignore it. */
const reconnectEntries = ({ status }: ViewState): readonly MenuEntry[] => {
  const cures = status.problems.map(({ code }) => signInCureOf(code));
  if (cures.includes('approve')) return [action('approve', messages.tray.approve, 'window.show-prompt', {})];
  return cures.includes('reconnect') ? [action('reconnect', messages.tray.reconnect, 'window.show-prompt', {})] : [];
};
