import type { Readable } from 'node:stream';

/** A phone that can receive codes. `number` may be given in full (it is masked in answers) or already masked. */
export interface ApplePhone {
  id: number;
  number: string;
  mode: 'sms' | 'voice';
}

/** The one account of a simulator. Every field may be changed while it runs and counts from the next request on. */
export interface AppleAccount {
  appleId: string;
  password: string;
  dsid: string;
  phones: ApplePhone[];
  /** 0 = no trusted device: codes can only come by phone. */
  trustedDevices: number;
  /** Only hardware keys: no phone, and no code is ever right. */
  securityKeyOnly: boolean;
  /** false = an account without two-factor authentication. */
  hsa2: boolean;
  /** Sign-in answers 412 first and wants `/repair/complete`. */
  repair: boolean;
  /** Sign-in answers 403 (-20209). */
  locked: boolean;
  /** Advanced Data Protection: Drive wants a PCS cookie, which a device has to approve. */
  adp: boolean;
  /** New iCloud terms are waiting to be accepted: accountLogin gives no web session. */
  termsPending: boolean;
  /** "Access iCloud Data on the Web": false = sign-in works, Drive refuses. */
  webAccess: boolean;
  deviceCode: string;
  smsCode: string;
  /** How a right code is answered. The two conflicts are rclone issues #9488 (accepted) and #9730 (not accepted). */
  rightCode: 'accepted' | 'conflict-with-token' | 'conflict-without-token';
  /** After this many wrong codes in a row none is accepted any more. */
  maxWrongCodes: number;
  srpProtocol: 's2k' | 's2k_fo';
  /** Trashed files count as well. */
  quotaBytes?: number;
  /** What a full account answers (invented: Apple's real answer is not known). */
  quotaAnswer: { step: 'upload/web' | 'update/documents'; status: number; body: string };
}

export type RequestKind = 'signin' | '2fa' | 'setup' | 'drive' | 'upload' | 'download';

/** One request as it stands now; `status` is 0 as long as (or if ever) no answer was begun. */
export interface LogEntry {
  at: Date;
  method: string;
  host: string;
  /** Without the query. */
  path: string;
  status: number;
  bytesIn: number;
  bytesOut: number;
  kind: RequestKind;
  /** The answer was sent to its end, or the connection is gone. */
  done: boolean;
}

/** A file or folder of the drive. Folders have size 0 and no hash. */
export interface DriveEntry {
  /** From the root, without leading slash; of a trashed entry: where it was. */
  path: string;
  type: 'file' | 'folder';
  size: number;
  sha256: string;
  mtime: Date;
  inTrash: boolean;
  /** `drivewsid`. */
  id: string;
}

/**
 * Makes matching requests go wrong, or late. All of host, path and method must match (default: everything);
 * strings match as substrings, `method` exactly. The oldest matching fault is used.
 */
export interface AppleFault {
  host?: string | RegExp;
  /** Matched against path + query. */
  path?: string | RegExp;
  method?: string;
  /** So many that match are served first. Default 0. */
  skip?: number;
  /** How many requests are hit. Default 1; `Infinity` = until `clearFaults()`. */
  times?: number;
  /** Wait before anything else happens. Alone, the request is then served normally. */
  delayMs?: number;
  /** The same, until this resolves. */
  until?: Promise<void>;
  /** Answer with this instead of serving the request. */
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /** Break the connection with a TCP reset. */
  reset?: boolean;
  /** Never answer. A stalled upload is not read on either, so its end (`done`) is not noticed before `stop()`. */
  stall?: boolean;
  /** Content transfers only: `reset`, `stall` or `status` strike after that many bytes of the file. */
  afterBytes?: number;
  /** Content uploads only: keep fewer bytes than were sent and report success. */
  storeBytes?: number;
}

/**
 * Listings of a folder that differ from what is in it. Chances are between 0 and 1 and drawn for each item in each
 * listing; with the same seed, names and order of listings they strike alike.
 */
export interface ListingTrouble {
  seed: string;
  /** Chance that a file is left out. */
  leaveOut?: number;
  /** Chance that a folder is left out. */
  folders?: number;
  /** Only files whose names end so are in trouble; default: all. */
  ending?: string;
  /** Chance that it is there twice. */
  repeat?: number;
  /** At most so many listings of its folder do not show a new file yet. */
  late?: number;
  /** At most so many still show one that is in the trash. */
  stale?: number;
  /** The first so many listings of a folder tell a size that is one byte too large. */
  wrongSize?: number;
}

/** Everything that can be wrong with this Apple, by the name by which it is ordered: a table over it is complete when it compiles. */
export type AppleTrouble =
  | `account.${Exclude<keyof AppleAccount, 'appleId' | 'password' | 'dsid' | 'phones' | 'deviceCode' | 'smsCode'>}`
  | `fault.${Exclude<keyof AppleFault, 'host' | 'path' | 'method' | 'skip' | 'times' | 'body' | 'headers'>}`
  | `listing.${Exclude<keyof ListingTrouble, 'seed' | 'ending'>}`
  | `apple.${keyof Pick<
      AppleSimulator,
      | 'redirectDownloads'
      | 'ignoresRanges'
      | 'expireSession'
      | 'expireTrust'
      | 'dropPcs'
      | 'lateListings'
      | 'throttle'
      | 'rotFile'
      | 'removeFile'
      | 'removeFolder'
      | 'rename'
      | 'emptyDrive'
    >}`;

/**
 * What happens to file contents above 1 MiB (smaller ones stay in memory). `hash-only` keeps size and SHA-256:
 * such a file can be listed and deleted, a download answers 404.
 */
export type KeepContent = 'memory' | 'disk' | 'hash-only';

/** The tokens of computers that are signed in, and every value that went out with them. */
export interface SignedIn {
  readonly trust: readonly string[];
  readonly login: readonly string[];
  readonly web: readonly string[];
  readonly pcs: readonly string[];
  readonly handedOut: readonly string[];
}

export interface AppleSimulatorOptions {
  /** Of the proxy; default: a free one. */
  port?: number;
  account?: Partial<AppleAccount>;
  /** Apple's clock: `Date` headers, dates of changes. The certificates follow the machine's clock. */
  clock?: () => Date;
  /** Where the CA certificate is written; default: a temp directory that goes with the simulator. */
  caFile?: string;
  keepContent?: KeepContent;
  /** Who signed in at another simulator, with the same account, is signed in at this one. */
  signedIn?: SignedIn;
  /** Files by path; null = an empty folder. */
  seed?: Record<string, Uint8Array | string | null>;
}

/** A running stand-in for Apple's sign-in, iCloud setup and iCloud Drive services. */
export interface AppleSimulator {
  /** The two variables that send an unmodified rclone here. */
  env(): Record<string, string>;
  readonly proxyUrl: string;
  readonly caFile: string;
  readonly account: AppleAccount;
  keepContent: KeepContent;
  /** Downloads first answer HTTP 330 with a second address, as Apple's content hosts sometimes do. */
  redirectDownloads: boolean;
  /** Whether a download is answered as if no range had been asked for: 200, from the first byte on. */
  ignoresRanges: boolean;

  log(): LogEntry[];
  /** Also resets the counters below. */
  clearLog(): void;
  requests(kind?: RequestKind): number;
  /** Full sign-ins, successful or not (`signin/init` requests). */
  signIns(): number;
  codePushes(): number;
  /** Codes requested by phone, SMS and calls. */
  smsSent(): number;
  /** Hosts that are not Apple's which somebody tried to reach through the proxy; must stay empty. */
  foreignConnects(): string[];
  /** Resolves as soon as a request of the log (past ones too) satisfies the condition; it is asked again whenever one changes. */
  waitFor(condition: (entry: LogEntry) => boolean): Promise<LogEntry>;

  tree(): DriveEntry[];
  /** Files only, without trash. */
  files(folder?: string): DriveEntry[];
  /** The bytes of a file outside the trash; undefined if there is none or its bytes were not kept. */
  readFile(path: string): Buffer | undefined;
  /** As readFile, for files that do not fit in memory. */
  openFile(path: string): Readable | undefined;
  /** As if another device did it: parents are made, an existing file is replaced. */
  putFile(path: string, bytes: Uint8Array | string, mtime?: Date): void;
  /** Other bytes of the same number, and nothing in any listing that shows it. */
  rotFile(path: string, bytes: Uint8Array): void;
  putFolder(path: string): void;
  /** A folder of an app, with a zone of its own (`iCloud.md.obsidian`). */
  putAppLibrary(name: string, zone: string): void;
  /** Moves to the trash. */
  removeFile(path: string): void;
  removeFolder(path: string): void;
  /** Also moves: both are full paths. */
  rename(from: string, to: string): void;
  emptyTrash(): void;
  /** Everything is gone for good, the trash included. */
  emptyDrive(): void;

  /** Every cookie and token that was given away since the start, dead ones too. */
  handedOut(): string[];
  /** For another simulator. */
  signedIn(): SignedIn;
  /** Sessions and trust that end from now on live again when the returned function is called. */
  saveSessions(): () => void;
  /** All web sessions die: 421 from Drive and from `/validate`. */
  expireSession(): void;
  /** All trust tokens die: the next sign-in wants a code. */
  expireTrust(): void;
  /** All PCS cookies die and the device's approval is used up. */
  dropPcs(): void;
  /** The device approves: `requestPCS` succeeds, from the (afterPolls + 1)th poll on. */
  approveAdp(afterPolls?: number): void;

  /** Listings show new and gone items so much later, by the simulator's clock. Other requests know them at once. */
  lateListings(lag: { newMs?: number; goneMs?: number }): void;
  fault(fault: AppleFault): void;
  clearFaults(): void;
  /** From now on, or until it is called without one. */
  troubleListings(trouble?: ListingTrouble): void;
  /** Rates of the content hosts, shared by all connections, and of each single download; undefined = unlimited. */
  throttle(rates: { downBps?: number; upBps?: number; eachDownBps?: number }): void;
  stop(): Promise<void>;
}
