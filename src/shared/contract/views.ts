import type { Spoken } from '../spoken.ts';
import type { CheckedLine, DoctorLine } from '../doctor.ts';
import type { Activity, Problem } from '../run-report.ts';
import type { SignInView } from '../icloud/sign-in-view.ts';
import type { Status } from '../status.ts';
import type { DesktopChoices } from '../user-settings.ts';
import type { Page } from './places.ts';
import type { Described, Marks } from './described.ts';
import type { BackupEvent, DesktopPlatform, LogLevel, RunOutcome, SignInEvent } from '../vocabulary.ts';

/** A Home Assistant that announced itself on the local network. */
export interface FoundHome {
  readonly name: string;
  readonly url: string;
  readonly version: string | null;
}

/** An address at which the Home Assistant that was set up may answer now: asked without a token, proven by little. */
export interface MovedPlace {
  readonly url: string;
  /** As it announces itself under the id of the one that was set up; anybody in the network can. */
  readonly name: string;
  /** As it greets everybody; null where it does not. */
  readonly version: string | null;
  /** The version is older than the one that was seen last: another one perhaps, or one that was put back. */
  readonly isOlder: boolean;
  /** It shows the certificate that was accepted, which nobody else can; anything else is its word alone. */
  readonly isProven: boolean;
  /** Nobody on the way can read token and backups. */
  readonly isEncrypted: boolean;
}

/** What a search for a Home Assistant that does not answer came to. */
export interface MovedView {
  /** The address that does not answer. */
  readonly failed: string;
  readonly places: readonly MovedPlace[];
}

/** What answers at an address, found out without a token. A certificate that is not trusted is an error (`ha.tls-untrusted`). */
export interface HomeProbe {
  /** Its base URL with scheme and port: what `setup.connect` takes. */
  readonly url: string;
  /** As it announces itself in the local network; null where it does not. */
  readonly name: string | null;
  readonly version: string | null;
  /** Nobody on the way can read token and backups: https, or this very computer. */
  readonly encrypted: boolean;
  /** `setup.connect` needs `acceptUnencrypted` with exactly this `url`: not encrypted, and not allowed before. */
  readonly needsConsent: boolean;
  /** Over https before, and now not: worth a plain question. */
  readonly hadHttps: boolean;
  /** Other addresses of the same host where a Home Assistant answers, encrypted ones first. */
  readonly alternatives: readonly { readonly url: string; readonly encrypted: boolean }[];
}

/** A file that somebody dropped on a window or chose, to have it checked. */
export interface FileInHand {
  /** Without its folder. */
  readonly name: string;
  readonly bytes: number;
}

/** Backups that were saved to one folder. */
export interface SavedSeveral {
  readonly saved: number;
  /** Path on this computer. */
  readonly folder: string;
  /** Why the next one was not saved, and none after it; null: all were. */
  readonly problem: Problem | null;
}

/** What the program is made of: versions. Null: not known, or not part of it. */
export interface AboutView {
  readonly app: string;
  readonly electron: string | null;
  readonly chromium: string | null;
  readonly node: string;
  readonly rclone: string | null;
  /** Its kernel's name and version, and the processor's family. */
  readonly system: string;
}

/** What this process is busy with, at most one thing at a time. */
export interface Running {
  readonly what:
    | 'backup'
    | 'restore'
    | 'test'
    | 'remove'
    | 'pin'
    | 'connect'
    | 'look-inside'
    | 'extract'
    | 'place'
    | 'start-restore'
    | 'salvage'
    | 'check-file';
  /** Null before its first step. */
  readonly activity: Activity | null;
  /** The user gave up on it, and it is coming to its end. */
  readonly cancelling: boolean;
  readonly since: string;
  /** Estimated, once there is something to estimate by. Seconds. */
  readonly secondsLeft: number | null;
}

/** What brings a backup back, or opens one that is here. */
export const restoringKinds: readonly Running['what'][] = [
  'restore',
  'test',
  'look-inside',
  'extract',
  'place',
  'salvage',
  'check-file',
];

/** A backup comes down from the cloud, on its way back, and the user can give it up. */
export const comesDown = (what: Running['what']): boolean => restoringKinds.includes(what);

/** How far a search for backups through the folders of the cloud is. */
export interface SearchView {
  readonly looked: number;
  /** All that are known by now, those that were listed among them. */
  readonly known: number;
  /** The one that is being listed, as a path; '' is the top level. */
  readonly folder: string;
}

/** The check of everything that a backup needs: line by line, as far as it is. */
export interface DoctorView {
  readonly lines: readonly CheckedLine[];
  readonly firstBroken: DoctorLine | null;
  /** Null while it is still checking; after that, the result is shown until the next check. */
  readonly endedAt: string | null;
}

/** One day of the strip on the home page, in this computer's own time zone. */
export interface DayView {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** `missed`: nothing was stored though something should have been; `unpulled`: made and gone before this computer saw it. */
  readonly state: 'none' | 'backed-up' | 'issue' | 'missed' | 'unpulled' | 'running';
  readonly stored: number;
}

/** Whether the app starts with the computer, as the system answers. */
export interface LoginItemView {
  readonly supported: boolean;
  readonly enabled: boolean;
  /** The user wants it and the system does not: Login Items (macOS), Task Manager (Windows). */
  readonly refused: boolean;
}

/** The user's choices for the desktop app alone. */
export interface DesktopView extends Omit<DesktopChoices, 'checkUpdates'> {
  /** Null: the program is published nowhere, so there is nobody to ask. */
  readonly checkUpdates: boolean | null;
}

/** A release that is newer than the running program. */
export interface UpdateView {
  readonly version: string;
  /** Its page, on the project's own address. */
  readonly page: string;
}

/** Said inside the window where the system shows no notification. */
export interface NoticeView {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly page: Page | 'prompt';
}

export type ActivityEntry =
  | {
      readonly kind: 'run';
      readonly at: string;
      readonly trigger: string;
      readonly outcome: RunOutcome;
      readonly problem: Problem | null;
      readonly stored: number;
      readonly pruned: number;
    }
  | {
      readonly kind: 'backup';
      readonly at: string;
      readonly what: BackupEvent;
      readonly name: string;
      readonly bytes: number | null;
      readonly problem: Problem | null;
    }
  | {
      readonly kind: 'sign-in';
      readonly at: string;
      readonly what: SignInEvent;
      readonly problem: Problem | null;
    };

export interface LogLine {
  readonly at: string;
  readonly level: LogLevel;
  readonly text: string;
}

/** Everything that windows, tray and tooltip show: one snapshot, pushed again with a higher revision at every change. */
export interface ViewState {
  readonly revision: number;
  readonly app: {
    readonly version: string;
    readonly platform: DesktopPlatform;
    /** False on a Linux desktop that shows no tray icons, and where macOS hides ours. */
    readonly hasTray: boolean;
  };
  readonly status: Status;
  readonly running: Running | null;
  /** When a run of the user's failed that none has made good since. */
  readonly orderFailed?: string;
  readonly search: SearchView | null;
  /** Null: Home Assistant answers, or was not looked for. */
  readonly moved: MovedView | null;
  /** Null: the user has not asked for it yet. */
  readonly doctor: DoctorView | null;
  /** Why nothing begins automatically: until the computer is plugged in, or until the keychain is open. */
  readonly held: 'battery' | 'keychain' | null;
  readonly signIn: SignInView;
  /** The last 30 days, oldest first. */
  readonly days: readonly DayView[];
  readonly loginItem: LoginItemView;
  readonly desktop: DesktopView;
  /** Found by the daily check; null as long as the user has that off. */
  readonly update: UpdateView | null;
  readonly notices: readonly NoticeView[];
  /** Nobody has said yet that the sheet or the emergency kit is kept somewhere. */
  readonly remindsOfSheet: boolean;
  /** What the main window is to show; followed when `asked` changes. */
  readonly route: { readonly page: Page; readonly asked: number };
}

/** Why nothing begins automatically. */
export type Hold = 'pause' | NonNullable<ViewState['held']>;

/** Where it speaks in codes. */
export const viewMarks: Marks<ViewState> = {
  status: { lastRun: { problem: 'problem' }, missing: [{ problem: 'problem' }], problems: ['problem'] },
  running: { activity: 'activity' },
  doctor: { lines: [{ problem: 'problem' }] },
  signIn: { problem: 'problem' },
};

/** The same as windows get it: in words, and with the language that their own are to be in. */
export type WindowState = Described<ViewState> & { readonly spoken: Spoken };
export type WindowRunning = NonNullable<WindowState['running']>;
