import type { Described, WindowProblem } from './described.ts';

/** How every command answers a window: errors cross the bridge as problems, never as thrown objects. */
export type Result<T> =
  { readonly ok: true; readonly value: Described<T> } | { readonly ok: false; readonly problem: WindowProblem };
