import type { ErrorCode } from '../../shared/error-codes.ts';
import { textOf, when, type WordsFor } from '../template.ts';

/** What the browser shows at the end of a sign-in with Home Assistant, and how Home Assistant lists our token. */
export const homeSignIn = {
  tokenName: (computer: string) => `HA iCloud Backup on ${computer}`,
  done: 'You can close this page',
  doneText: 'Home Assistant gave HA iCloud Backup access. Go back to the app to continue.',
  refused: "This sign-in isn't valid",
  refusedText: 'Nothing was changed. Go back to HA iCloud Backup and choose Sign in with Home Assistant again.',
};

const unfinished: Readonly<Record<string, string>> = {
  'no-browser': "The browser couldn't be opened from here.",
  'no-port': "This computer didn't let the app wait for the browser's answer.",
};

/** A sign-in, and what it leaves: the token. */
export const atSignIn = {
  'ha.token-malformed': {
    title: 'This access token is incomplete',
    cause: "An access token has three parts separated by dots. What you entered doesn't, so it wasn't sent.",
    next: 'Copy the whole token in Home Assistant (profile > Security > Long-lived access tokens), or create a new one there.',
  },
  'ha.token-invalid': {
    title: 'Home Assistant rejected the access token',
    cause: "The token was deleted, has expired or is incomplete. We won't retry, so that this computer isn't banned.",
    next: 'In the settings here, sign in with Home Assistant again, or paste a new token from your profile > Security > Long-lived access tokens.',
  },
  'ha.sign-in-refused': {
    title: 'Home Assistant refused the sign-in',
    cause: (facts) => when(textOf(facts, 'says'), (says) => `It says: ${says}.`) || 'It gave no reason.',
    next: 'Sign in once more, as an administrator. If it is refused again, create a token in Home Assistant and paste it.',
  },
  'ha.sign-in-unfinished': {
    title: "The sign-in wasn't finished",
    cause: ({ reason }) => unfinished[reason ?? ''] ?? 'Nobody signed in within ten minutes.',
    next: 'Sign in once more, or create a token in Home Assistant and paste it.',
  },
  'ha.token-left-behind': {
    title: 'The access token is still in Home Assistant',
    cause: "The token that this app got when you signed in couldn't be deleted there. It is gone from this computer.",
    next: 'In Home Assistant, open your profile > Security > Long-lived access tokens, and delete the one called "HA iCloud Backup on" with the name of this computer.',
  },
} satisfies Partial<WordsFor<Extract<ErrorCode, `ha.${string}`>>>;
