import type { AppleFacts, HomeOrders } from '../children/orders.ts';

/** What is measured inside of a desktop session of its own. It travels as JSON over stdin. */
export interface DesktopOrder {
  /** The Electron program. */
  readonly electron: string;
  /** The repository: bundles, icons, the desktop's side of icons. */
  readonly root: string;
  /** Everything of this computer lies in there. */
  readonly folder: string;
  readonly home: HomeOrders['where']['answer'];
  readonly apple: AppleFacts;
  readonly what: 'start' | 'memory';
  readonly rounds: number;
}

/** Milliseconds since the epoch. */
export interface Start {
  readonly spawned: number;
  /** The first line of main. */
  readonly firstLine: number;
  /** The desktop shows the icon. */
  readonly trayReady: number;
}

/** Of all processes together, proportional set size in MiB. */
export interface IdleMemory {
  readonly ours: number;
  readonly empty: number;
}

export interface DesktopAnswers {
  readonly start: readonly Start[];
  readonly memory: readonly IdleMemory[];
}
