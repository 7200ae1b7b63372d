import type { App } from '../../core/app.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { NetworkIdentity } from '../../core/ports/network.ts';
import type { Redactor } from '../../core/state/redact.ts';
import type { CommandName, CommandOutput, ParsedInput } from '../../shared/contract/commands.ts';
import type { Shell } from '../host-contract.ts';
import type { Background } from './background.ts';
import type { Jobs } from './jobs.ts';
import type { Lists } from './lists.ts';
import type { SignInTalk } from './sign-in-talk.ts';
import type { ReducedState } from './state-hub.ts';

/** Pauses and deadlines in milliseconds. */
export interface HostTimings {
  /** Between two looks whether there is a network again after a sleep. */
  readonly networkPoll: number;
  /** After that long the background work is taken up without one: it tries again by itself. */
  readonly networkDeadline: number;
  /** After a sleep, from the network's return on: names, routes and the Wi-Fi's own sign-in need their time (users 6). */
  readonly settle: number;
  /** A keychain is opened by its user's own login, or by the user a little later: each pause, the last one again and again. */
  readonly keychain: readonly number[];
  /** What a clock changes ("3 h ago", days left) and what another process did is read anew. */
  readonly refresh: number;
  /** The background work broke off for a reason that has no way of its own. */
  readonly restart: number;
  /** Letting go of everything. */
  readonly dispose: number;
}

export const usualTimings: HostTimings = {
  networkPoll: 2_000,
  networkDeadline: 10 * 60_000,
  settle: 45_000,
  keychain: [5_000, 10_000, 20_000, 40_000, 60_000, 120_000, 300_000],
  refresh: 60_000,
  restart: 60_000,
  dispose: 9_000,
};

/** What a host is built on: the core and what surrounds it on this computer. */
export interface HostParts {
  readonly app: App;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: NetworkIdentity;
  readonly redactor: Redactor;
  /** Where the log files are. */
  readonly logsDir: string;
  readonly timings: HostTimings;
}

/** What commands work with. */
export interface HostRoom extends HostParts {
  readonly state: ReducedState;
  readonly jobs: Jobs;
  readonly background: Background;
  readonly talk: SignInTalk;
  readonly lists: Lists;
  /** Addresses at which a Home Assistant announced itself while this program ran. */
  readonly announced: Set<string>;
  /** Reads anew what the state shows. */
  readonly refresh: () => Promise<void>;
  /** Fires when the host ends. */
  readonly signal: AbortSignal;
}

export type Handlers = {
  readonly [Name in CommandName]: (input: ParsedInput<Name>) => Promise<CommandOutput<Name>>;
};
