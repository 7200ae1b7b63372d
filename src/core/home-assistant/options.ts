import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { NetworkIdentity } from '../ports/network.ts';
import type { Discover } from './discovery.ts';
import type { TlsTrust } from './tls.ts';

/** Deadlines in milliseconds. */
export interface Timeouts {
  /** One address: connect and answer to an unauthenticated question. */
  readonly probe: number;
  /** A new socket until `auth_ok`. */
  readonly handshake: number;
  /** An ordinary WebSocket command. */
  readonly request: number;
  /** A list asks every agent: network storage with many backups takes minutes (facts#backup-lists). */
  readonly list: number;
  /** A question to the Supervisor: Core waits 60 s for it when it is told to, and then says so itself. */
  readonly supervisor: number;
  /** A download without a byte. */
  readonly downloadIdle: number;
  /** Waiting for bytes, after which a download has to have brought at least `slowBytes`. */
  readonly slowWindow: number;
  /** An upload that the other side takes nothing of. */
  readonly uploadIdle: number;
  /** Everything was sent: until the answer, beside the time that storing so many bytes takes. */
  readonly uploadAnswer: number;
  /** Home Assistant away for a restore: a large history on an old SD card, other versions that have to be downloaded. */
  readonly restoreAway: number;
  /** Between two looks whether it is back. */
  readonly restoreLook: number;
  /** Silence on the socket before an own ping: Home Assistant pings every 55 s (facts#websocket), two are missed by then. */
  readonly silence: number;
  /** Answer to an own ping. */
  readonly ping: number;
  /** A backup in the making without any event, before a look at what Home Assistant does. */
  readonly createQuiet: number;
  /**
   * The same, before giving up. One stage without events is the whole writing of one part: 100 GB of media at 10 MB/s take
   * almost three hours. A false alarm costs little (the next return to idle is noticed), a late one only delays a message.
   */
  readonly createSilence: number;
  /** Between two looks at a Supervisor's job (before 2025.1, there are no events). */
  readonly jobPoll: number;
  /** A person signing in on Home Assistant's page: it knows its own code no longer than that. */
  readonly signIn: number;
  /** mDNS answers within a second; sleepy devices need a second question. */
  readonly discovery: number;
}

export const defaultTimeouts: Timeouts = {
  probe: 6_000,
  handshake: 15_000,
  request: 30_000,
  list: 180_000,
  supervisor: 70_000,
  downloadIdle: 60_000,
  slowWindow: 10 * 60_000,
  uploadIdle: 60_000,
  uploadAnswer: 5 * 60_000,
  restoreAway: 2 * 3_600_000,
  restoreLook: 3_000,
  silence: 120_000,
  ping: 10_000,
  createQuiet: 10 * 60_000,
  createSilence: 4 * 3_600_000,
  jobPoll: 5_000,
  signIn: 10 * 60_000,
  discovery: 3_000,
};

/** Everything that a connection to one Home Assistant needs. */
export interface ConnectOptions {
  /** As a person typed it, or as `HomeDescription.url` says. */
  readonly url: string;
  /** Read for every use and kept nowhere. */
  readonly token: () => Promise<string>;
  readonly tls?: TlsTrust;
  /** Networks in which the token may be sent in plain http. At set-up the present one: the user just vouched for it. */
  readonly confirmedNetworks: readonly string[];
  /** The plain http origin that the user allowed there; null: none. */
  readonly allowedOrigin: string | null;
  readonly network: NetworkIdentity;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells which maker is this Home Assistant where its backups name several. */
  readonly knownInstanceId?: string;
  /** Home Assistant's own id, as it also announces it in the local network: another one there gets no token. */
  readonly ownInstanceId?: string;
  readonly timeouts?: Partial<Timeouts>;
  /** Replaced in tests only: the search in the local network. */
  readonly discover?: Discover;
}
