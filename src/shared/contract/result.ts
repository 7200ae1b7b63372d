import type { Problem } from '../run-report.ts';

/** How every command answers a window: errors cross the bridge as codes and facts, never as thrown objects. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };
