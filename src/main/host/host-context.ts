import type { App } from '../../core/app.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { NetworkIdentity } from '../../core/ports/network.ts';
import type { Redactor } from '../../core/state/redact.ts';
import type { CommandName, CommandOutput, ParsedInput } from '../../shared/contract/commands.ts';
import type { Shell } from '../host-contract.ts';
import type { Background } from './background.ts';
import type { InHand } from './in-hand.ts';
import type { Jobs } from './jobs.ts';
import type { MovedSearch } from './moved-search.ts';
import type { HostTimings } from './host-timings.ts';
import type { Scheduler } from './scheduler.ts';
import type { SignInFlow } from './sign-in-flow.ts';
import type { Releases } from './update-check.ts';
import type { ReducedState } from './state-hub.ts';

/** What a host is built on: the core and what surrounds it on this computer. */
export interface HostParts {
  readonly app: App;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly network: Pick<NetworkIdentity, 'current'>;
  readonly redactor: Redactor;
  /** Where the log files are. */
  readonly logsDir: string;
  /** Settings, history and what else the program remembers. */
  readonly dataDir: string;
  /** What came with the program: licences among it. */
  readonly resourcesDir: string;
  /** Path of the list of what rclone has to be. */
  readonly rcloneLock: string;
  readonly timings: HostTimings;
  /** Undefined: the program is published nowhere, so there is nobody to ask for a newer one. */
  readonly releases: Releases | undefined;
}

/** What commands work with. */
export interface HostContext extends HostParts {
  readonly state: ReducedState;
  readonly scheduler: Scheduler;
  readonly jobs: Jobs;
  readonly background: Background;
  readonly talk: SignInFlow;
  readonly movedSearch: MovedSearch;
  /** Addresses at which a Home Assistant announced itself while this program ran. */
  readonly announced: Set<string>;
  /** The file that was dropped on a window or chosen. */
  readonly inHand: InHand;
  /** Reads again what the state shows. */
  readonly refresh: () => Promise<void>;
  /** Fires when the host ends. */
  readonly signal: AbortSignal;
}

export type Handlers = {
  readonly [Name in CommandName]: (input: ParsedInput<Name>) => Promise<CommandOutput<Name>>;
};

/** Those of some families: `backups` is every command that is called `backups.…`. */
export type HandlersOf<Family extends string> = Pick<Handlers, Extract<CommandName, Family | `${Family}.${string}`>>;
