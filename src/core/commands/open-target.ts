import type { Needs } from '../context.ts';
import { connectTarget, type HomeTarget } from '../home-assistant/home-target.ts';
import { readToken } from '../home-assistant/token-text.ts';
import { withStoredToken } from './open-source.ts';
import { findWay, optionsOfWay, type TypedHome, type WayNeeds } from './way-home.ts';

export type TargetNeeds = Needs<'gates' | 'homeOptions' | 'instance' | 'secretStore'> & WayNeeds;

/** A Home Assistant other than the one that was set up: a new one, on a computer that knows none. */
export interface OtherHome extends TypedHome {
  readonly token: string;
}

/**
 * Connects to the Home Assistant that is to get a backup: the one that was set up, or a typed one by the rules of set-up; of
 * that nothing is kept. Errors: those of `connectTarget`; `settings.not-set-up`, `secrets.*`, `ha.unencrypted`.
 */
export const openTarget = async (
  context: TargetNeeds,
  other: OtherHome | undefined,
  signal: AbortSignal,
): Promise<HomeTarget> => {
  if (other) {
    const token = readToken(other.token);
    return await connectTarget(await optionsOfWay(context, await findWay(context, other, signal), token), signal);
  }
  const instance = context.instance();
  const connect = async (): Promise<HomeTarget> => connectTarget(await context.homeOptions(instance), signal);
  return (await withStoredToken(context, instance, connect)).home;
};
