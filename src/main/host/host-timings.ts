/** Pauses and deadlines in milliseconds. */
export interface HostTimings {
  /** Between two looks whether there is a network again after a sleep. */
  readonly networkPoll: number;
  /** After that long the background work is taken up without one: it tries again automatically. */
  readonly networkDeadline: number;
  /**
   * After a sleep, from the network's return on: names, routes and the Wi-Fi's own sign-in need their time
   * (facts#after-a-sleep).
   */
  readonly settle: number;
  /** A keychain is opened by its user's own login, or by the user a little later: each pause, the last one again and again. */
  readonly keychain: readonly number[];
  /** What a clock changes ("3 h ago", days left) and what another process did is read again. */
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
