import type { Problem } from '../shared/run-report.ts';
import type { PhoneCodeWords } from '../shared/icloud/phone-code.ts';
import type { AlarmWords } from '../shared/told-home.ts';
import { formatShortDay } from './dates.ts';
import { messages, type Messages } from './messages.ts';
import { described } from './problems.ts';

interface AlarmTexts {
  readonly test: { readonly title: string; readonly text: string };
  readonly of: (computer: string) => AlarmWords;
}

export interface ToldWords {
  readonly names: Messages['toldHome']['sensors'];
  readonly device: (computer: string) => string;
  readonly alarm: AlarmTexts;
  readonly phoneCode: PhoneCodeWords;
  /** A day, as people read it. */
  readonly day: (iso: string) => string;
  readonly problem: (problem: Problem) => { readonly title: string; readonly next: string };
}

/** What Home Assistant is told in words, in the language in use. */
export const toldWords = (): ToldWords => ({
  names: messages.toldHome.sensors,
  device: (computer) => messages.toldHome.device(computer),
  phoneCode: messages.toldHome.phoneCode,
  day: (iso) => formatShortDay(iso),
  problem: (problem) => described(problem),
  alarm: alarmWords(messages.toldHome.alarm),
});

const alarmWords = ({ alias, silent, next, testTitle, test, ...words }: Messages['toldHome']['alarm']): AlarmTexts => ({
  test: { title: testTitle, text: test },
  of: (computer) => ({
    ...words,
    alias: alias(computer),
    silent: (age) => silent({ computer: inTemplate(computer), age }),
    next: next(inTemplate(computer)),
  }),
});

/** A name that people gave: nothing in it is for Home Assistant to carry out. */
const inTemplate = (text: string): string => text.replaceAll(/[{}%#]/g, '');
