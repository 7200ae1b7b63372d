/** Small files that a first attempt did not bring are asked for once more, with more patience. */
export type Attempt = 'first' | 'second';

/** How transfers behave. Tests shorten the pauses; nothing else does. */
export interface TransferTiming {
  /** Pause before a whole new attempt, in rclone's notation. */
  readonly retriesSleep: string;
  /** Longest wait for a single sign of life on the wire; an upload's answer may come minutes after its last byte. */
  readonly uploadTimeout: string;
  readonly downloadTimeout: string;
  /** Longest silence of one small file, in milliseconds, by the attempt. Default: `usualNoteTimeoutsMs`. */
  readonly noteTimeoutsMs?: Readonly<Record<Attempt, number>>;
  /** Pauses between looks at a listing that shows new things late. Default: `usualLooksMs`. */
  readonly looksMs?: readonly number[];
}

export const usualTiming: TransferTiming = { retriesSleep: '30s', uploadTimeout: '15m', downloadTimeout: '5m' };

/** Manifests have a few kilobytes, and one that does not come must not hold up a run for minutes. */
export const usualNoteTimeoutsMs = { first: 20_000, second: 10_000 } as const;

/** A bit more than rclone's own time limit and pause, for it should be rclone that gives up and says why. */
export const uploadIdleMs = 20 * 60_000;
export const downloadIdleMs = 8 * 60_000;
/** Of one connection of several: the others go on without it. */
export const helperIdleMs = 60_000;

/**
 * Three clean attempts instead of many useless ones: rclone repeats a broken upload with a body that it already used up,
 * which over HTTP/2 even reaches Apple (facts#upload-retries).
 */
const attempts = (retriesSleep: string): string[] => [
  ...['--disable-http2', '--low-level-retries', '1', '--retries', '3', '--retries-sleep', retriesSleep],
  ...['--contimeout', '30s'],
];

/**
 * `--ignore-existing`: rclone would move a file of the same name to the trash first (facts#file-names);
 * `--error-on-no-transfer` tells that it met one. @param bandwidth what `--bwlimit` takes; undefined = no limit
 */
export const uploadFlags = (timing: TransferTiming, bandwidth: string | undefined): string[] => [
  ...attempts(timing.retriesSleep),
  ...['--timeout', timing.uploadTimeout, '--ignore-existing', '--error-on-no-transfer'],
  ...(bandwidth === undefined ? [] : ['--bwlimit', bandwidth]),
];

/** `--inplace`: into the name we gave, or a killed rclone would leave one behind that nobody knows. */
export const downloadFlags = (timing: TransferTiming): string[] => [
  ...attempts(timing.retriesSleep),
  ...['--timeout', timing.downloadTimeout, '--inplace'],
];

/**
 * A single broken connection is taken up again by rclone itself, behind what was already handed out. The name comes from stdin. The
 * buffer (rclone's own is 16 MiB) is for each of several connections.
 */
export const readFlags = (timing: TransferTiming): string[] => [
  ...['--disable-http2', '--low-level-retries', '3', '--contimeout', '30s', '--timeout', timing.downloadTimeout],
  ...['--buffer-size', '4Mi', '--files-from-raw', '-'],
];

/** Many small files by name (names from stdin), each asked for once. It becomes visible under its name only when whole. */
export const fetchManyFlags = (timeoutMs: number): string[] => [
  ...['--disable-http2', '--low-level-retries', '1', '--retries', '1', '--contimeout', '15s'],
  ...['--timeout', `${timeoutMs}ms`, '--files-from-raw', '-'],
];

/** Nothing that is already in the new place is replaced. */
export const moveFlags = (timing: TransferTiming): string[] => [
  ...attempts(timing.retriesSleep),
  ...['--timeout', '60s', '--ignore-existing'],
];
