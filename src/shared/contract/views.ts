import type { Activity, Problem } from '../run-report.ts';
import type { Status } from '../status.ts';
import type { Page } from './commands.ts';
import type { Described } from './described.ts';

/** A Home Assistant that announced itself on the local network. */
export interface FoundHome {
  readonly name: string;
  readonly url: string;
  readonly version: string | null;
}

/** What this process is busy with, at most one thing at a time. */
export interface Running {
  readonly what: 'backup' | 'restore' | 'remove' | 'connect';
  /** Null before its first step. */
  readonly activity: Activity | null;
  /** The user gave up on it, and it is coming to its end. */
  readonly cancelling: boolean;
  readonly since: string;
  /** Estimated, once there is something to estimate by. Seconds. */
  readonly secondsLeft: number | null;
}

/** Where a sign-in stands. Holds neither password nor code. Moments are ISO 8601. */
export type SignInView =
  | { readonly step: 'idle' }
  /** Nothing was asked of Apple yet: the user decides when a code comes. */
  | { readonly step: 'ready'; readonly account: string; readonly problem: Problem | null }
  | { readonly step: 'password'; readonly account: string | null; readonly problem: Problem | null }
  | { readonly step: 'working'; readonly doing: 'password' | 'code' | 'text' | 'approval' }
  | {
      readonly step: 'device-code';
      readonly account: string;
      readonly resendAt: string;
      readonly problem: Problem | null;
    }
  | {
      readonly step: 'choose-phone';
      readonly phones: readonly { readonly id: string; readonly label: string }[];
      readonly problem: Problem | null;
    }
  | { readonly step: 'phone-code'; readonly phone: string; readonly resendAt: string; readonly problem: Problem | null }
  /** A wrong code by phone ended Apple's session: only another code goes on. */
  | { readonly step: 'ask-again'; readonly resendAt: string; readonly problem: Problem | null }
  /** Signed in; a device has to allow access to the encrypted data. Not started before the user says so. */
  | { readonly step: 'approval-needed'; readonly problem: Problem | null }
  | { readonly step: 'approve'; readonly until: string }
  | { readonly step: 'done'; readonly until: string };

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
export interface DesktopView {
  readonly notifyProblems: boolean;
  readonly notifySignIn: boolean;
  readonly notifySuccess: boolean;
  readonly pauseOnBattery: boolean;
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
      readonly outcome: 'done' | 'warnings' | 'failed' | 'cancelled';
      readonly problem: Problem | null;
      readonly stored: number;
      readonly pruned: number;
    }
  | {
      readonly kind: 'backup';
      readonly at: string;
      readonly what: 'made' | 'pulled' | 'stored' | 'refused' | 'failed' | 'pruned' | 'restored';
      readonly name: string;
      readonly bytes: number | null;
      readonly problem: Problem | null;
    }
  | {
      readonly kind: 'sign-in';
      readonly at: string;
      readonly what: 'completed' | 'silent' | 'needed' | 'failed' | 'signed-out';
      readonly problem: Problem | null;
    };

export interface LogLine {
  readonly at: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** `link` only: nothing is installed by itself while builds are not signed. */
export interface UpdateNews {
  readonly current: string;
  readonly newest: string | null;
}

/** Everything that windows, tray and tooltip show: one snapshot, pushed anew with a higher revision at every change. */
export interface ViewState {
  readonly revision: number;
  readonly app: {
    readonly version: string;
    readonly platform: 'darwin' | 'win32' | 'linux';
    /** False on a Linux desktop that shows no tray icons, and where macOS hides ours. */
    readonly hasTray: boolean;
  };
  readonly status: Status;
  readonly running: Running | null;
  /** Why nothing begins by itself: until the computer is plugged in, or until the keychain is open. */
  readonly held: 'battery' | 'keychain' | null;
  readonly signIn: SignInView;
  /** The last 30 days, oldest first. */
  readonly days: readonly DayView[];
  readonly loginItem: LoginItemView;
  readonly desktop: DesktopView;
  readonly notices: readonly NoticeView[];
  /** What the main window is to show; followed when `asked` changes. */
  readonly route: { readonly page: Page; readonly asked: number };
}

/** The same as windows get it: in words. */
export type WindowState = Described<ViewState>;
export type WindowRunning = NonNullable<WindowState['running']>;
