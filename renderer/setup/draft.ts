import { signal } from '../base/signal.ts';
import type { Described } from '../../src/shared/contract/described.ts';
import type { FoundHome, HomeProbe, WindowState } from '../../src/shared/contract/views.ts';
import type { SetupResult } from '../../src/shared/status.ts';
import type { Trust } from '../choices/connect-problem.tsx';
import { placeFrom, stepBefore, type Place, type Step } from './steps.ts';

/**
 * What was typed and found in this window, so that the way back loses nothing. It ends with the window; Apple's password is
 * never in it, and the token only until it is stored.
 */
export const draft = {
  place: signal<Place | undefined>(undefined),
  /** Null: still looking, or never looked. */
  homes: signal<readonly FoundHome[] | null>(null),
  /** Address of a found one; null = the typed one. */
  chosenUrl: signal<string | null>(null),
  typedUrl: signal(''),
  /** A token is pasted, instead of signing in on Home Assistant's page. */
  pastes: signal(false),
  token: signal(''),
  trust: signal<Trust>({}),
  /** What answered at the address, before any token was asked for. */
  probe: signal<Described<HomeProbe> | null>(null),
  /** Where the secrets are kept; null = not known yet. */
  store: signal<SetupResult['secretStore'] | null>(null),
  result: signal<Described<SetupResult> | null>(null),
  /** The user says that the emergency kit is saved. */
  kitSaved: signal(false),
  folder: signal<string | null>(null),
  days: signal<string | null>(null),
  keep: signal<string | null>(null),
  /** Minutes. */
  look: signal<number | null>(null),
  login: signal(true),
} as const;

export const addressOf = (): string => draft.chosenUrl.value ?? draft.typedUrl.value.trim();

/** What answered, in full: the token goes there and nowhere else. */
export const probedUrl = (): string => draft.probe.value?.url ?? addressOf();

/** Another address is another computer: what was trusted or found there says nothing about it. */
export const forgetConnection = (): void => {
  draft.trust.value = {};
  draft.probe.value = null;
  draft.result.value = null;
};

/** A new set-up begins from what is there. */
export const forgetDraft = (): void => {
  draft.place.value = undefined;
  draft.homes.value = null;
  draft.chosenUrl.value = null;
  draft.typedUrl.value = '';
  draft.pastes.value = false;
  draft.token.value = '';
  forgetConnection();
  draft.kitSaved.value = false;
  draft.folder.value = null;
  draft.days.value = null;
  draft.keep.value = null;
  draft.look.value = null;
  draft.login.value = true;
};

const needsHome: readonly Step[] = ['found', 'kit', 'plan', 'first', 'finished'];

/**
 * Where this window is: where it was left, unless what that page needs is gone (removed from this computer meanwhile). A
 * connection's answer may be here before the state that follows from it.
 */
export const placeIn = (state: WindowState): Place => {
  const left = draft.place.value;
  const isKnown = state.status.home !== null || draft.result.value !== null;
  return left === undefined || (needsHome.includes(left.step) && !isKnown) ? placeFrom(state) : left;
};

export const goToStep = (place: Place, step: Step): void => {
  draft.place.value = { ...place, step };
};

/** Whether there is a key to save; not known after a reload, and then Home asks. */
export const hasKit = (): boolean => draft.result.value?.schedule?.protected === true;

export const goBack = (place: Place): void => {
  const step = stepBefore(place);
  if (step !== null) goToStep(place, step === 'kit' && !hasKit() ? 'found' : step);
};
